public import MeshModel

/// How one endpoint is reached from a proxy, or why it is not (sections 3 and 6 of the notes).
public enum NetworkDecision: Sendable {
    /// By its own address.
    case direct(Grounds)
    /// Through gateways that share its weight.
    case gateways([Gateway])
    /// Not at all.
    case dropped(Reason)

    /// Why an endpoint is reached by its own address.
    public enum Grounds: String, Hashable, Sendable {
        /// No network has a gateway, so networks make no difference (N-1).
        case oneNetwork = "one-network"
        /// It has no network (N-8).
        case noNetwork = "no-network"
        /// It is in the proxy's own network (N-8).
        case sameNetwork = "same-network"
        /// No gateway counts for its network, which is therefore taken for reachable (N-10).
        case noGateway = "no-gateway"
    }

    /// Why an endpoint is left out.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// It serves another port of the service (E-4).
        case otherPort = "other-port"
        /// Its address is no IP address (E-5).
        case notAnIPAddress = "not-an-ip-address"
        /// It is in another subset (E-6).
        case otherSubset = "other-subset"
        /// The service keeps to the proxy's node (E-7).
        case otherNode = "other-node"
        /// The proxy did not ask to see its network (E-8).
        case notInView = "not-in-view"
        /// The service keeps to its cluster (E-9).
        case otherCluster = "other-cluster"
        /// Its cluster does not export the service to the proxy's (E-10).
        case notExported = "not-exported"
        /// The service is not global, and it is in another cluster (E-13).
        case notGlobal = "not-global"
        /// It is not ready, and unready endpoints are not sent (H-3).
        case unhealthy = "unhealthy"
        /// It is on its way out (H-5).
        case terminating = "terminating"
        /// It is draining, and the service has no persistent sessions (H-6).
        case draining = "draining"
        /// It has no address, and no gateway stands for it (N-10).
        case noAddress = "no-address"
        /// Another endpoint has the same address and port.
        case duplicate = "duplicate"
        /// Its network has no gateway, and may not be reached directly.
        case noGateway = "no-gateway"
        /// No gateway of its network has an address.
        case unresolvedGateway = "unresolved-gateway"
        /// No gateway of its network is of an address family that the proxy reaches (N-11).
        case gatewayOfOtherFamily = "gateway-of-other-family"
        /// Gateways pass mTLS only, which it does not accept (N-12).
        case notMutualTLS = "not-mutual-tls"
        /// It is in another network, which ingress gateways are not to enter (N-6).
        case ingressStaysInNetwork = "ingress-stays-in-network"
        /// It is remote and not healthy: it takes no share of a gateway's weight.
        case remoteUnhealthy = "remote-unhealthy"
        /// Names that are routed by SNI take mTLS endpoints only (M-9).
        case sniNeedsMutualTLS = "sni-needs-mutual-tls"
        /// Names that are routed by SNI do not go through tunnels into other networks (M-9, A-6).
        case sniNotThroughTunnel = "sni-not-through-tunnel"
        /// No pattern of the `distribute` rule covers its locality (P-10).
        case outsideDistribution = "outside-distribution"
        /// All requests go through a waypoint that there is no way to.
        case noWaypoint = "no-waypoint"
    }
}
