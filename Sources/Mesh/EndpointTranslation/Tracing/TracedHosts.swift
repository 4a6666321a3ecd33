internal import MeshModel

/// Finds what endpoints and gateways became in a finished assignment.
struct TracedHosts {
    private struct LocalGateway: Hashable {
        let group: TracedRanks.GroupKey
        let gateway: Gateway
    }

    private var endpoints: [EndpointLayout.Place: TracedEndpoint.HostPosition] = [:]
    /// Where a gateway comes once in each locality.
    private var byGroup: [LocalGateway: TracedEndpoint.HostPosition] = [:]
    /// Where a gateway comes once: perhaps as an endpoint that is a gateway as well.
    private var byAddress: [HostAddress: TracedEndpoint.HostPosition] = [:]
    private let substitution: GatewaySubstitution?
    private let semantics: TranslationSemantics

    init(
        _ groups: [DraftGroup],
        _ layout: EndpointLayout,
        _ substitution: GatewaySubstitution?,
        _ semantics: TranslationSemantics
    ) {
        self.substitution = substitution
        self.semantics = semantics
        for (number, group) in groups.enumerated() {
            var next = 0
            for host in group.hosts {
                let position = TracedEndpoint.HostPosition(group: number, host: next)
                next += host.count
                switch host.target {
                case .endpoints(let shard, let places, _):
                    for place in places {
                        endpoints[EndpointLayout.Place(shard: shard, place: place)] = TracedEndpoint.HostPosition(
                            group: number,
                            host: position.host + Int(place - places.lowerBound)
                        )
                    }
                    guard !host.shares.isEmpty, let place = host.place else { continue }
                    let address = layout.parts[place.shard].address(at: place.place)
                    if byAddress[address] == nil { byAddress[address] = position }
                case .tunnelled(let place, _, _):
                    endpoints[place] = position
                case .gateway(let gateway, let tunnel):
                    byGroup[LocalGateway(group: .init(group, semantics), gateway: gateway)] = position
                    if let substitution { byAddress[substitution.hostAddress(of: gateway, tunnel)] = position }
                }
            }
        }
    }

    /// The host that the endpoint at a place is; nil when it is not there.
    func endpoint(at place: EndpointLayout.Place) -> TracedEndpoint.HostPosition? { endpoints[place] }

    /// The host that a gateway is for endpoints of a locality; nil when it is not there.
    func gateway(_ gateway: Gateway, in rank: TracedRanks.Rank) -> TracedEndpoint.HostPosition? {
        switch semantics.gatewayPerLocality {
        case .perLocality:
            return byGroup[LocalGateway(group: rank.group, gateway: gateway)]
        case .once:
            return substitution.flatMap { byAddress[$0.hostAddress(of: gateway, $0.tunnel(gateway))] }
        }
    }
}
