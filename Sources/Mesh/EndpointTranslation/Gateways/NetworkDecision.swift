public import MeshModel

/// How one endpoint is reached from a proxy, or why it is not (EG-E1 to EG-H7, EG-N1 to EG-N15).
public enum NetworkDecision: Sendable {
    /// By its own address.
    case direct(Grounds)
    /// Through gateways that share its weight.
    case gateways([Gateway])
    /// Not at all.
    case dropped(Reason)

    /// Why an endpoint is reached by its own address.
    public enum Grounds: String, Hashable, Sendable {
        /// No network has a gateway, so networks make no difference (EG-N1).
        case oneNetwork = "one-network"
        /// It has no network (EG-N8).
        case noNetwork = "no-network"
        /// It is in the proxy's own network (EG-N8).
        case sameNetwork = "same-network"
        /// No gateway counts for its network, which is therefore taken for reachable (EG-N10).
        case noGateway = "no-gateway"
    }

    /// Why an endpoint is left out.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// It serves another port of the service (EG-E4).
        case otherPort = "other-port"
        /// Its address is no IP address (EG-E5).
        case notAnIPAddress = "not-an-ip-address"
        /// It is in another subset (EG-E6).
        case otherSubset = "other-subset"
        /// The service keeps to the proxy's node (EG-E7).
        case otherNode = "other-node"
        /// The proxy did not ask to see its network (EG-E8).
        case notInView = "not-in-view"
        /// The service keeps to its cluster (EG-E9).
        case otherCluster = "other-cluster"
        /// Its cluster does not export the service to the proxy's (EG-E10).
        case notExported = "not-exported"
        /// The service is not global, and it is in another cluster (EG-E13).
        case notGlobal = "not-global"
        /// It is not ready, and unready endpoints are not sent (EG-H3).
        case unhealthy = "unhealthy"
        /// It is on its way out (EG-H5).
        case terminating = "terminating"
        /// It is draining, and the service has no persistent sessions (EG-H6).
        case draining = "draining"
        /// It has no address, and no gateway stands for it (EG-N10).
        case noAddress = "no-address"
        /// Another endpoint has the same address and port.
        case duplicate = "duplicate"
        /// Its network has no gateway, and may not be reached directly.
        case noGateway = "no-gateway"
        /// No gateway of its network has an address.
        case unresolvedGateway = "unresolved-gateway"
        /// No gateway of its network is of an address family that the proxy reaches (EG-N11).
        case gatewayOfOtherFamily = "gateway-of-other-family"
        /// Gateways pass mTLS only, which it does not accept (EG-N12).
        case notMutualTLS = "not-mutual-tls"
        /// It is in another network, which ingress gateways are not to enter (EG-N6).
        case ingressStaysInNetwork = "ingress-stays-in-network"
        /// It is remote and not healthy: it takes no share of a gateway's weight.
        case remoteUnhealthy = "remote-unhealthy"
        /// Names that are routed by SNI take mTLS endpoints only (EG-M9).
        case sniNeedsMutualTLS = "sni-needs-mutual-tls"
        /// Names that are routed by SNI do not go through tunnels into other networks (EG-M9, EG-A6).
        case sniNotThroughTunnel = "sni-not-through-tunnel"
        /// No pattern of the `distribute` rule covers its locality (EG-P10).
        case outsideDistribution = "outside-distribution"
        /// All requests go through a waypoint that there is no way to (EG-A12).
        case noWaypoint = "no-waypoint"
    }
}
