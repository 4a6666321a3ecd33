/// The optional features of a mesh; all are off by default.
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
    /// The ambient mode, with what the reference turns on by it: gateways may go through a service's waypoint, and in
    /// several networks waypoints leave their own.
    public var ambient: AmbientMode
    /// A Boolean value that indicates whether ingress gateways may leave their network in ambient mode of several networks (EG-N6).
    ///
    /// `AMBIENT_ENABLE_MULTI_NETWORK_INGRESS` of the reference.
    public var ambientIngress: Bool

    /// Makes a set of features.
    public init(
        mcsServiceDiscovery: Bool = false,
        mcsHost: Bool = false,
        mcsClusterLocal: Bool = false,
        ambient: AmbientMode = .off,
        ambientIngress: Bool = false
    ) {
        self.mcsServiceDiscovery = mcsServiceDiscovery
        self.mcsHost = mcsHost
        self.mcsClusterLocal = mcsClusterLocal
        self.ambient = ambient
        self.ambientIngress = ambientIngress
    }

    /// A Boolean value that indicates whether endpoints may be reached by HBONE tunnels at all.
    public var isAmbient: Bool { ambient != .off }

    /// A Boolean value that indicates whether other networks are entered by HBONE tunnels, and services have a scope.
    public var isAmbientMultiNetwork: Bool { ambient == .multiNetwork }

    /// A Boolean value that indicates whether there are hosts under `clusterset.local`.
    public var hasClusterSetHosts: Bool { mcsServiceDiscovery && mcsHost }

    /// A Boolean value that indicates whether every host under `cluster.local` is local to its cluster.
    public var keepsClusterLocalHosts: Bool { hasClusterSetHosts && mcsClusterLocal }
}
