/// A way in which the control plane runs ambient mode (section 8 of the generation notes).
public enum AmbientMode: String, CaseIterable, Hashable, Sendable {
    /// No ambient mode: endpoints are reached directly or with the mesh's mTLS.
    case off
    /// Ambient mode that knows one network: `PILOT_ENABLE_AMBIENT` of the reference alone.
    ///
    /// Tunnels to captured workloads and redirection to waypoints; other networks are entered by mTLS, and services have
    /// no scope (EG-A13).
    case single
    /// Ambient mode in several networks: `AMBIENT_ENABLE_MULTI_NETWORK` of the reference as well.
    ///
    /// Proxies that are no sidecars enter other networks by HBONE tunnels, and services have a scope.
    case multiNetwork = "multi-network"
}
