/// What a mesh can be told to do beyond the ordinary; everything is off unless asked for.
///
/// Services of several clusters (MCS) are discovered by ServiceExport and ServiceImport (NI-113); ambient mode sends
/// traffic through HBONE tunnels (EG-A1 to EG-A12).
public struct MeshFeatures: Hashable, Sendable {
    /// Endpoints are seen in their own cluster only, unless a ServiceExport of their cluster says otherwise.
    ///
    /// `ENABLE_MCS_SERVICE_DISCOVERY` of the reference.
    public var mcsServiceDiscovery: Bool
    /// A ServiceImport with addresses gives a service under `clusterset.local`; needs ``mcsServiceDiscovery``.
    ///
    /// `ENABLE_MCS_HOST` of the reference.
    public var mcsHost: Bool
    /// Under `cluster.local` endpoints of the proxy's own cluster only; needs both of the others.
    ///
    /// `ENABLE_MCS_CLUSTER_LOCAL` of the reference.
    public var mcsClusterLocal: Bool
    /// Ambient mode in several networks.
    ///
    /// `PILOT_ENABLE_AMBIENT` and `AMBIENT_ENABLE_MULTI_NETWORK` of the reference together, with what they turn on by
    /// themselves: waypoints leave their network, and gateways may go through a service's waypoint.
    public var ambient: Bool
    /// Whether ingress gateways may leave their network in ambient mode (EG-N6).
    ///
    /// `AMBIENT_ENABLE_MULTI_NETWORK_INGRESS` of the reference.
    public var ambientIngress: Bool

    /// Makes a set of features.
    public init(
        mcsServiceDiscovery: Bool = false,
        mcsHost: Bool = false,
        mcsClusterLocal: Bool = false,
        ambient: Bool = false,
        ambientIngress: Bool = false
    ) {
        self.mcsServiceDiscovery = mcsServiceDiscovery
        self.mcsHost = mcsHost
        self.mcsClusterLocal = mcsClusterLocal
        self.ambient = ambient
        self.ambientIngress = ambientIngress
    }

    /// Whether there are hosts under `clusterset.local`.
    public var hasClusterSetHosts: Bool { mcsServiceDiscovery && mcsHost }

    /// Whether every host under `cluster.local` keeps to its cluster.
    public var keepsClusterLocalHosts: Bool { hasClusterSetHosts && mcsClusterLocal }
}
