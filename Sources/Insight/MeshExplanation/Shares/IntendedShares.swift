internal import ClientBalancing
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
        let shares = ClientBalancing.intended(
            of: Self.assignment(of: sent, explanation),
            ClusterSettings(weighsLocalities: weighsLocalities)
        ).hosts.map(\.share)
        for (endpoint, share) in zip(sent, shares) {
            self.shares[endpoint.traced.position] = share
            if case .gateways(let passages) = endpoint.traced.outcome {
                hosts[endpoint.traced.position] = max(1, passages.count)
            }
        }
    }

    /// The endpoints in their own localities and priorities, as if each had a separate address.
    private static func assignment(
        of sent: [ExplainedEndpoint],
        _ explanation: AssignmentExplanation
    ) -> BalancedAssignment {
        var weights: [KeptHosts.LocalityKey: UInt32] = [:]
        for own in explanation.trace.ownLocalities {
            weights[KeptHosts.LocalityKey(priority: own.priority, locality: own.locality)] = own.weight
        }
        return BalancedAssignment(
            localities: sent.enumerated().map { index, endpoint in
                let locality = Locality(label: endpoint.endpoint.localityLabel)
                let priority = endpoint.traced.ownPriority ?? 0
                return BalancedAssignment.LocalityEndpoints(
                    locality: locality,
                    priority: Int(priority),
                    weight: weights[KeptHosts.LocalityKey(priority: priority, locality: locality)],
                    endpoints: [
                        BalancedEndpoint(
                            address: String(index),
                            weight: max(1, endpoint.endpoint.weight),
                            health: endpoint.endpoint.isHealthy ? .healthy : .unhealthy
                        )
                    ]
                )
            }
        )
    }

    /// Returns the share of one represented endpoint through one host.
    func share(of part: KeptHosts.Part) -> Double {
        let position = part.endpoint.traced.position
        return (shares[position] ?? 0) / Double(hosts[position] ?? 1)
    }

    /// Returns the intended share of one host.
    func share(of host: KeptHosts.Host) -> Double { host.parts.reduce(0) { $0 + share(of: $1) } }
}
