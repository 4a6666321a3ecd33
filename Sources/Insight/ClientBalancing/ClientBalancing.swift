/// The shares that real clients give: from an assignment and its cluster's settings to the part of each host.
///
/// A pure function; the same input gives the same bits.
public enum ClientBalancing {
    /// Computes what each host gets.
    ///
    /// - Parameters:
    ///   - assignment: the endpoints.
    ///   - cluster: the settings.
    ///   - client: the implementation.
    ///   - traffic: what else shares depend on.
    public static func shares(
        of assignment: BalancedAssignment,
        _ cluster: ClusterSettings,
        client: ClientKind = .envoy,
        traffic: TrafficConditions = TrafficConditions()
    ) -> ClientShares {
        switch client {
        case .envoy: EnvoyBalancer(assignment, cluster, traffic).shares()
        case .grpc: GRPCBalancer(assignment, cluster).shares()
        }
    }

    /// Computes what the weights of the assignment ask for: ROUND_ROBIN, which keeps them exactly, without panic.
    public static func intended(
        of assignment: BalancedAssignment,
        _ cluster: ClusterSettings,
        traffic: TrafficConditions = TrafficConditions()
    ) -> ClientShares {
        var plain = cluster
        plain.policy = .roundRobin
        plain.panicThreshold = 0
        plain.slowStart = nil
        plain.zoneAware = nil
        plain.otherDiscovery = nil
        return EnvoyBalancer(assignment, plain, traffic).shares()
    }
}
