public import MeshModel

/// The decision about one endpoint for a proxy: its way, or the reason for leaving it out (EG-E1 to EG-H7, EG-N1 to
/// EG-N15).
public enum NetworkDecision: Sendable {
    /// The endpoint's own address.
    case direct(DirectReason)
    /// Gateways that share its weight.
    case gateways([Gateway])
    /// None: the endpoint is left out.
    case dropped(Reason)

    /// The reason for using an endpoint's own address.
    public enum DirectReason: String, Hashable, Sendable {
        /// No network has a gateway, so networks have no effect (EG-N1).
        case oneNetwork = "one-network"
        /// It has no network (EG-N8).
        case noNetwork = "no-network"
        /// It is in the proxy's own network (EG-N8).
        case sameNetwork = "same-network"
        /// The proxy has no network, and the rule set does not send such proxies to gateways (EG-N9).
        case networklessProxy = "networkless-proxy"
        /// Its network has no applicable gateway and counts as reachable (EG-N10).
        case noGateway = "no-gateway"
    }

    /// The reason for leaving an endpoint out.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// It has another port of the service (EG-E4).
        case otherPort = "other-port"
        /// Its address is not an IP address (EG-E5).
        case notAnIPAddress = "not-an-ip-address"
        /// It is in another subset (EG-E6).
        case otherSubset = "other-subset"
        /// The service is limited to the proxy's node (EG-E7).
        case otherNode = "other-node"
        /// The proxy did not request its network (EG-E8).
        case notInView = "not-in-view"
        /// The service is limited to its cluster (EG-E9).
        case otherCluster = "other-cluster"
        /// Its cluster does not export the service to the proxy's (EG-E10).
        case notExported = "not-exported"
        /// The service is not global, and it is in another cluster (EG-E13).
        case notGlobal = "not-global"
        /// It is not ready, and unready endpoints are not sent (EG-H3).
        case unhealthy = "unhealthy"
        /// It is terminating (EG-H5).
        case terminating = "terminating"
        /// It is draining, and the service has no persistent sessions (EG-H6).
        case draining = "draining"
        /// It has no address, and no gateway represents it (EG-N10).
        case noAddress = "no-address"
        /// Another endpoint has the same address and port.
        case duplicate = "duplicate"
        /// Its network has no gateway, and direct access is disabled.
        case noGateway = "no-gateway"
        /// No gateway of its network has an address.
        case unresolvedGateway = "unresolved-gateway"
        /// No gateway of its network has an address family that the proxy reaches (EG-N11).
        case gatewayOfOtherFamily = "gateway-of-other-family"
        /// Gateways only pass mTLS, which it does not accept (EG-N12).
        case notMutualTLS = "not-mutual-tls"
        /// It is in another network, which ingress gateways must not enter (EG-N6).
        case ingressStaysInNetwork = "ingress-stays-in-network"
        /// It is remote and not healthy, so it does not count towards a gateway's weight.
        case remoteUnhealthy = "remote-unhealthy"
        /// Cluster names for SNI routing only contain mTLS endpoints (EG-M9).
        case sniNeedsMutualTLS = "sni-needs-mutual-tls"
        /// SNI routing does not use tunnels into other networks (EG-M9, EG-A6).
        case sniNotThroughTunnel = "sni-not-through-tunnel"
        /// No pattern of the `distribute` rule matches its locality (EG-P10).
        case outsideDistribution = "outside-distribution"
        /// All requests go through an unreachable waypoint (EG-A12).
        case noWaypoint = "no-waypoint"
        /// It has no address of a family that the proxy reaches (EG-E14).
        case otherFamily = "other-family"
    }
}
