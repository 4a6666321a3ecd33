internal import ClientBalancing
internal import EndpointTranslation
internal import MeshModel

/// The hosts of an assignment that Envoy keeps: of equal addresses the first one.
///
/// Envoy's `eds.cc` skips every later copy of an address in an assignment, independent of locality and priority.
struct KeptHosts {
    /// An endpoint that a host represents.
    struct Part {
        let endpoint: ExplainedEndpoint
        /// Its fraction of the host's share.
        let fraction: Double
        /// The number of hosts that share its weight.
        let divisor: Int
    }

    /// One address.
    struct Host {
        let host: ExplainedHost
        let address: String
        /// The dropped later copies of the address.
        var copies: [ExplainedHost] = []
        /// The endpoints that it represents, including those of its copies.
        var parts: [Part] = []

        var group: Assignment.Group { host.group }
        var network: NetworkID { host.gateway?.network ?? host.endpoint?.endpoint.network ?? .none }
        /// The address as the client writes it.
        var clientAddress: String {
            guard let tunnel = host.host.tunnel else { return address }
            return "envoy://\(tunnel.listener.rawValue)/\(tunnel.endpointID)"
        }
        /// The health that is sent; gateways are sent without.
        var announcedHealth: AnnouncedHealth {
            guard host.gateway == nil, let endpoint = host.endpoint?.endpoint else { return .unknown }
            switch endpoint.announcedHealth {
            case .healthy: return .healthy
            case .unhealthy: return .unhealthy
            case .draining: return .draining
            default: return .unknown
            }
        }
        /// A gateway does not show the health of the endpoints behind it.
        var isHealthy: Bool {
            guard host.gateway == nil, let endpoint = host.endpoint?.endpoint else { return true }
            return endpoint.isHealthy
        }
    }

    /// A locality in one priority.
    struct LocalityKey: Hashable {
        let priority: UInt32
        let locality: Locality
    }

    private(set) var hosts: [Host] = []
    /// The weights of localities; of several for one locality the last counts.
    private let localityWeights: [LocalityKey: UInt32]

    init(_ explanation: AssignmentExplanation) {
        var byAddress: [String: Int] = [:]
        for host in explanation.hosts {
            let key = Self.identity(of: host)
            if let known = byAddress[key] {
                hosts[known].copies.append(host)
            } else {
                byAddress[key] = hosts.count
                hosts.append(Host(host: host, address: host.address))
            }
        }
        var weights: [LocalityKey: UInt32] = [:]
        for group in explanation.trace.groups {
            guard let weight = group.weight else { continue }
            weights[LocalityKey(priority: group.priority, locality: group.locality)] = weight
        }
        localityWeights = weights
        for index in hosts.indices { hosts[index].parts = Self.parts(of: hosts[index]) }
    }

    /// A Boolean value that indicates whether hosts of one priority have different weights.
    var hasUnequalWeights: Bool {
        let weights = Dictionary(grouping: hosts) { $0.group.priority }.values
        return weights.contains { Set($0.map(\.host.host.weight)).count > 1 }
    }

    /// A Boolean value that indicates whether the hosts of each locality of a priority have one weight.
    var hasUniformLocalities: Bool {
        let groups = Dictionary(grouping: hosts) {
            LocalityKey(priority: $0.group.priority, locality: $0.group.locality)
        }
        return groups.values.allSatisfy { Set($0.map(\.host.host.weight)).count == 1 }
    }

    /// The shares of the hosts, in order, beside the whole result of the model.
    struct Shares {
        let shares: [Double]
        let result: ClientShares
    }

    /// Computes the shares that a client gives them.
    func shares(_ cluster: ClusterSettings, _ client: ClientKind, _ traffic: TrafficConditions) -> Shares {
        let result = ClientBalancing.shares(of: assignment(for: client), cluster, client: client, traffic: traffic)
        var byAddress: [String: Double] = [:]
        for host in result.hosts { byAddress[host.address] = host.share }
        return Shares(shares: hosts.map { byAddress[$0.clientAddress] ?? 0 }, result: result)
    }

    /// Computes their shares with very many requests in flight; nil where that changes nothing.
    func sharesUnderLoad(
        _ cluster: ClusterSettings,
        _ client: ClientKind,
        _ traffic: TrafficConditions
    ) -> Shares? {
        guard client == .envoy, cluster.policy == .leastRequest else { return nil }
        var busy = traffic
        busy.inFlight = 1_000_000
        return shares(cluster, client, busy)
    }

    /// The assignment as the client reads it; gRPC refuses one with an address twice, so it is shown the copies.
    private func assignment(for client: ClientKind) -> BalancedAssignment {
        var order: [LocalityKey] = []
        var members: [LocalityKey: [BalancedEndpoint]] = [:]
        for host in hosts {
            for copy in client == .grpc ? [host.host] + host.copies : [host.host] {
                let key = LocalityKey(priority: copy.group.priority, locality: copy.group.locality)
                if members[key] == nil { order.append(key) }
                members[key, default: []].append(
                    BalancedEndpoint(
                        address: host.clientAddress,
                        weight: copy.host.weight,
                        health: host.announcedHealth
                    )
                )
            }
        }
        return BalancedAssignment(
            localities: order.map { key in
                BalancedAssignment.LocalityEndpoints(
                    locality: key.locality,
                    priority: Int(key.priority),
                    weight: localityWeights[key],
                    endpoints: members[key] ?? []
                )
            }
        )
    }

    /// Returns the endpoint itself or those behind the host; the host's share is distributed over the healthy ones by
    /// weight.
    private static func parts(of host: Host) -> [Part] {
        var shares: [(endpoint: ExplainedEndpoint, weight: Double, divisor: Int)] = []
        for copy in [host.host] + host.copies {
            if let endpoint = copy.endpoint { shares.append((endpoint, Double(max(1, endpoint.endpoint.weight)), 1)) }
            for endpoint in copy.behind {
                guard case .gateways(let passages) = endpoint.traced.outcome else { continue }
                let divisor = max(1, passages.count)
                shares.append((endpoint, Double(max(1, endpoint.endpoint.weight)) / Double(divisor), divisor))
            }
        }
        let isAnyHealthy = shares.contains { $0.endpoint.endpoint.isHealthy }
        let weights = shares.map { !isAnyHealthy || $0.endpoint.endpoint.isHealthy ? $0.weight : 0 }
        let total = weights.reduce(0, +)
        return zip(shares, weights).map { share, weight in
            Part(endpoint: share.endpoint, fraction: total == 0 ? 0 : weight / total, divisor: share.divisor)
        }
    }

    /// Returns the identity of a host in Envoy: IPv6 addresses have several spellings.
    private static func identity(of host: ExplainedHost) -> String {
        if let tunnel = host.host.tunnel { return "\(tunnel.listener.rawValue) \(tunnel.endpointID)" }
        let (address, port) =
            host.gateway.map { ($0.address, $0.port) }
            ?? host.endpoint.map { ($0.endpoint.address, $0.endpoint.port) } ?? ("", 0)
        return "\(IPAddress(address)?.description ?? address) \(port)"
    }
}
