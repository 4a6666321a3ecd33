public import MeshModel
internal import TextFormats

/// One entrance into a network.
public struct GatewaySummary: Equatable, Sendable {
    /// How its address is known.
    public enum NameState: String, Equatable, Sendable {
        /// It is an IP address in the input.
        case address
        /// `dns.yaml` gives it.
        case pinned
        /// A name server gave it.
        case resolved
        /// It is a host name without an address.
        case unresolved
    }

    /// Clients that do not use it.
    public enum Rejection: String, Equatable, Sendable, CaseIterable {
        /// It has an IPv4 address.
        case ipv6OnlyProxies = "ipv6-only-proxies"
        /// It has an IPv6 address.
        case ipv4OnlyProxies = "ipv4-only-proxies"
        /// It has no port for mTLS.
        case sidecars
        /// It has no port for HBONE; in ambient mode only.
        case waypointsAndGateways = "waypoints-and-gateways"
        /// It has no address.
        case everybody
    }

    /// The network that it leads into.
    public var network: NetworkID
    /// The cluster in which it was found; empty for addresses of MeshNetworks.
    public var cluster: ClusterID
    /// The IP address; the host name when there is none.
    public var address: String
    /// The host name that the address stands for; empty without one.
    public var hostName: String
    /// How the address is known.
    public var nameState: NameState
    /// The port for mTLS; 0 when there is none.
    public var port: Int
    /// The port for HBONE; 0 when there is none.
    public var hbonePort: Int
    /// The rule and the object that made it a gateway.
    public var provenance: Provenance
    /// Who does not use it.
    public var rejections: [Rejection]
    /// The endpoints that clients of other networks reach through it, at least in part.
    public var endpointsBehind: Int

    /// Address and port, as they stand in an assignment; the HBONE port where there is no other.
    public var entrance: String { Self.entrance(address, port == 0 ? hbonePort : port) }

    static func entrance(_ address: String, _ port: Int) -> String {
        AddressText.hostPort(address, port)
    }
}
