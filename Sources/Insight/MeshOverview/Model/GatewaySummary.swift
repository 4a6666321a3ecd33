public import MeshModel
internal import TextFormats

/// One entrance into a network.
public struct GatewaySummary: Equatable, Sendable {
    /// The source of the address.
    public enum NameState: String, Equatable, Sendable {
        /// An IP address in the input.
        case address
        /// An entry of `dns.yaml`.
        case pinned
        /// A name server.
        case resolved
        /// A host name without an address.
        case unresolved
    }

    /// Clients that do not use the gateway.
    public enum Rejection: String, Equatable, Sendable, CaseIterable {
        /// The gateway has an IPv4 address.
        case ipv6OnlyProxies = "ipv6-only-proxies"
        /// The gateway has an IPv6 address.
        case ipv4OnlyProxies = "ipv4-only-proxies"
        /// The gateway has no port for mTLS.
        case sidecars
        /// The gateway has no port for HBONE; in ambient mode only.
        case waypointsAndGateways = "waypoints-and-gateways"
        /// The gateway has no address.
        case everybody
    }

    /// The network behind the gateway.
    public var network: NetworkID
    /// The cluster in which it was found; empty for addresses of MeshNetworks.
    public var cluster: ClusterID
    /// The IP address, or the host name if there is none.
    public var address: String
    /// The host name that resolves to the address; empty without one.
    public var hostName: String
    /// The source of the address.
    public var nameState: NameState
    /// The port for mTLS; 0 without one.
    public var port: Int
    /// The port for HBONE; 0 without one.
    public var hbonePort: Int
    /// The rule and the object that made it a gateway.
    public var provenance: Provenance
    /// The clients that do not use it.
    public var rejections: [Rejection]
    /// The number of endpoints that clients of other networks reach through it, at least in part.
    public var endpointsBehind: Int

    /// Address and port, as in an assignment; the HBONE port if there is no other.
    public var entrance: String { Self.entrance(address, port == 0 ? hbonePort : port) }

    static func entrance(_ address: String, _ port: Int) -> String {
        AddressText.hostPort(address, port)
    }
}
