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
        /// A gateway does not show the health of the endpoints behind it.
        var isHealthy: Bool {
            guard host.gateway == nil, let endpoint = host.endpoint?.endpoint else { return true }
            return endpoint.announcedHealth == .healthy || endpoint.announcedHealth == .unknown
        }
    }

    private(set) var hosts: [Host] = []
    /// The weights of localities; of several for one locality the last counts.
    private let localityWeights: [EnvoyBalancing.LocalityKey: UInt32]

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
        var weights: [EnvoyBalancing.LocalityKey: UInt32] = [:]
        for group in explanation.trace.groups {
            guard let weight = group.weight else { continue }
            weights[EnvoyBalancing.LocalityKey(priority: group.priority, locality: group.locality)] = weight
        }
        localityWeights = weights
        for index in hosts.indices { hosts[index].parts = Self.parts(of: hosts[index]) }
    }

    /// Returns Envoy's distribution over the hosts.
    func balancing(weighsLocalities: Bool, panicThreshold: Int) -> EnvoyBalancing {
        EnvoyBalancing(
            hosts.map { host in
                EnvoyBalancing.Host(
                    priority: host.group.priority,
                    locality: host.group.locality,
                    weight: Double(host.host.host.weight),
                    isHealthy: host.isHealthy
                )
            },
            localityWeights: weighsLocalities ? localityWeights : nil,
            panicThreshold: panicThreshold
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
