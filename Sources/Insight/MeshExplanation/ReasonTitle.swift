public import EndpointTranslation

extension NetworkDecision.Reason {
    /// The short human-readable reason.
    public var title: String {
        switch self {
        case .otherPort: "other port"
        case .notAnIPAddress: "not an IP address"
        case .otherSubset: "other subset"
        case .otherNode: "other node"
        case .notInView: "network not requested"
        case .otherCluster: "cluster-local"
        case .notExported: "not exported by its cluster"
        case .notGlobal: "service not global"
        case .unhealthy: "not ready"
        case .terminating: "terminating"
        case .draining: "draining"
        case .noAddress: "no address"
        case .duplicate: "same address as another"
        case .noGateway: "no gateway"
        case .unresolvedGateway: "gateway name not resolved"
        case .gatewayOfOtherFamily: "gateway of another address family"
        case .notMutualTLS: "not mutual TLS"
        case .ingressStaysInNetwork: "ingress gateway stays in its network"
        case .remoteUnhealthy: "not healthy behind a gateway"
        case .sniNeedsMutualTLS: "SNI routing needs mutual TLS"
        case .sniNotThroughTunnel: "SNI routing does not go through tunnels"
        case .outsideDistribution: "outside of distribute"
        case .noWaypoint: "waypoint unreachable"
        case .otherFamily: "other address family"
        }
    }
}

extension NetworkDecision.DirectReason {
    /// The short human-readable reason.
    public var title: String {
        switch self {
        case .oneNetwork: "no network has a gateway"
        case .noNetwork: "it has no network"
        case .sameNetwork: "it is in the proxy's network"
        case .networklessProxy: "the proxy has no network, and the rule set does not send such proxies to gateways"
        case .noGateway: "its network has no applicable gateway"
        }
    }
}

extension GatewayVerdict {
    /// The short human-readable verdict.
    public var title: String {
        switch self {
        case .usable: "usable"
        case .noPort: "has no port for mutual TLS"
        case .noTunnelPort: "has no port for HBONE"
        case .otherFamily: "has an address family that the proxy cannot reach"
        case .otherClustersGateway: "is not in the endpoints' cluster, which has its own gateways"
        case .unresolved: "is a host name without address"
        }
    }
}
