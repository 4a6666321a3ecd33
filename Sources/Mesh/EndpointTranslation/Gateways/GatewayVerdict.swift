public import MeshModel

/// What a proxy makes of a gateway for the endpoints of one network and cluster (EG-N4, EG-N5).
public enum GatewayVerdict: String, Hashable, Sendable {
    /// It stands for the endpoints, together with the others that are usable.
    case usable
    /// It has no port for mTLS; it may have one for HBONE.
    case noPort = "no-port"
    /// It has no port for HBONE, which the proxy needs.
    case noTunnelPort = "no-tunnel-port"
    /// Its address is of a family that the proxy does not reach.
    case otherFamily = "other-family"
    /// The endpoints' own cluster has gateways into the network, which go before those of other clusters (NI-58).
    case otherClustersGateway = "other-clusters-gateway"
    /// Its name has no address (NI-55).
    case unresolved
}

/// A gateway, and what is made of it.
public struct ConsideredGateway: Hashable, Sendable {
    /// The gateway.
    public let gateway: Gateway
    /// What is made of it.
    public let verdict: GatewayVerdict
}
