public import MeshModel

/// The usability of a gateway for a proxy and the endpoints of one network and cluster (EG-N4, EG-N5).
public enum GatewayVerdict: String, Hashable, Sendable {
    /// It represents the endpoints, together with the other usable gateways.
    case usable
    /// It has no port for mTLS; it may have one for HBONE.
    case noPort = "no-port"
    /// It has no port for HBONE, which the proxy needs.
    case noTunnelPort = "no-tunnel-port"
    /// Its address family is not reachable for the proxy.
    case otherFamily = "other-family"
    /// The endpoints' own cluster has gateways into the network, which have precedence over those of other clusters
    /// (NI-58).
    case otherClustersGateway = "other-clusters-gateway"
    /// Its host name does not resolve (NI-55).
    case unresolved
}

/// A gateway with its verdict.
public struct ConsideredGateway: Hashable, Sendable {
    /// The gateway.
    public let gateway: Gateway
    /// The verdict.
    public let verdict: GatewayVerdict
}
