internal import EndpointTranslation
internal import MeshModel

/// The intended shares of endpoints: by their own weights, health, localities and priorities, independent of gateways.
struct IntendedShares {
    private var shares: [EndpointPosition: Double] = [:]
    /// The number of hosts that share each endpoint behind gateways.
    private var hosts: [EndpointPosition: Int] = [:]

    init(_ explanation: AssignmentExplanation, weighsLocalities: Bool) {
        let sent = explanation.endpoints.filter { endpoint in
            if case .leftOut = endpoint.traced.outcome { return false }
            return true
        }
        var weights: [EnvoyBalancing.LocalityKey: UInt32] = [:]
        for own in explanation.trace.ownLocalities {
            weights[EnvoyBalancing.LocalityKey(priority: own.priority, locality: own.locality)] = own.weight
        }
        let balancing = EnvoyBalancing(
            sent.map { endpoint in
                EnvoyBalancing.Host(
                    priority: endpoint.traced.ownPriority ?? 0,
                    locality: Locality(label: endpoint.endpoint.localityLabel),
                    weight: Double(max(1, endpoint.endpoint.weight)),
                    isHealthy: endpoint.endpoint.isHealthy
                )
            },
            localityWeights: weighsLocalities ? weights : nil,
            panicThreshold: 0
        )
        for (endpoint, share) in zip(sent, balancing.shares) {
            shares[endpoint.traced.position] = share
            if case .gateways(let passages) = endpoint.traced.outcome {
                hosts[endpoint.traced.position] = max(1, passages.count)
            }
        }
    }

    /// Returns the share of one represented endpoint through one host.
    func share(of part: KeptHosts.Part) -> Double {
        let position = part.endpoint.traced.position
        return (shares[position] ?? 0) / Double(hosts[position] ?? 1)
    }

    /// Returns the intended share of one host.
    func share(of host: KeptHosts.Host) -> Double { host.parts.reduce(0) { $0 + share(of: $1) } }
}
