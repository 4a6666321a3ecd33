internal import EndpointTranslation
internal import MeshModel

/// The hosts that Envoy keeps of an assignment: of equal addresses the first one.
///
/// Envoy's `eds.cc` passes over every later copy of an address in an assignment, whatever its locality and priority.
struct KeptHosts {
    /// An endpoint that a host stands for.
    struct Part {
        let endpoint: ExplainedEndpoint
        /// Its part of what the host gets.
        let fraction: Double
        /// Among how many hosts its own weight is shared.
        let divisor: Int
    }

    /// One address.
    struct Host {
        let host: ExplainedHost
        let address: String
        /// What is lost: later copies of the address.
        var copies: [ExplainedHost] = []
        /// The endpoints that it stands for, those of its copies as well.
        var parts: [Part] = []

        var group: Assignment.Group { host.group }
        var network: NetworkID { host.gateway?.network ?? host.endpoint?.endpoint.network ?? .none }
        /// Gateways tell nothing of the health behind them.
        var isHealthy: Bool {
            guard host.gateway == nil, let endpoint = host.endpoint?.endpoint else { return true }
            return endpoint.announcedHealth == .healthy || endpoint.announcedHealth == .unknown
        }
    }

    private(set) var hosts: [Host] = []
    /// The weights of localities; of several for the same one the last counts.
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

    /// What Envoy makes of them.
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

    /// The endpoint itself and those behind it; what comes in spreads over the healthy ones by their weights.
    private static func parts(of host: Host) -> [Part] {
        var shares: [(endpoint: ExplainedEndpoint, weight: Double, divisor: Int)] = []
        for copy in [host.host] + host.copies {
            if let endpoint = copy.endpoint { shares.append((endpoint, Double(max(1, endpoint.endpoint.weight)), 1)) }
            for endpoint in copy.behind {
                guard case .gateways(let passages) = endpoint.traced.fate else { continue }
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

    /// What Envoy tells hosts apart by: IPv6 addresses have many texts.
    private static func identity(of host: ExplainedHost) -> String {
        if let tunnel = host.host.tunnel { return "\(tunnel.listener.rawValue) \(tunnel.endpointID)" }
        let (address, port) =
            host.gateway.map { ($0.address, $0.port) }
            ?? host.endpoint.map { ($0.endpoint.address, $0.endpoint.port) } ?? ("", 0)
        return "\(IPAddress(address)?.description ?? address) \(port)"
    }
}
