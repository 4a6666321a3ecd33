internal import MeshModel

/// Finds what endpoints and gateways became in a finished assignment.
struct TracedHosts {
    private struct LocalGateway: Hashable {
        let group: TracedRanks.GroupKey
        let gateway: Gateway
        let crossing: NetworkCrossing
    }

    private var endpoints: [EndpointIndex: TracedEndpoint.HostPosition] = [:]
    /// Where a gateway comes once in each locality.
    private var byGroup: [LocalGateway: TracedEndpoint.HostPosition] = [:]
    /// Where a gateway comes once: perhaps as an endpoint that is a gateway as well.
    private var byDoor: [GatewayDoor: TracedEndpoint.HostPosition] = [:]
    private let semantics: TranslationSemantics

    init(
        _ groups: [DraftGroup],
        _ layout: EndpointLayout,
        _ semantics: TranslationSemantics
    ) {
        self.semantics = semantics
        for (number, group) in groups.enumerated() {
            var next = 0
            for host in group.hosts {
                let position = TracedEndpoint.HostPosition(group: number, host: next)
                next += host.count
                switch host.target {
                case .endpoints(let shard, let places, _):
                    for place in places {
                        endpoints[EndpointIndex(shard: shard, index: place)] = TracedEndpoint.HostPosition(
                            group: number,
                            host: position.host + Int(place - places.lowerBound)
                        )
                    }
                    guard !host.shares.isEmpty, let place = host.place else { continue }
                    let door = GatewayDoor(endpoint: layout.parts[place.shard].address(at: place.index))
                    if byDoor[door] == nil { byDoor[door] = position }
                case .tunnelled(let place, _, _):
                    endpoints[place] = position
                case .gateway(let gateway, let tunnel):
                    let crossing: NetworkCrossing = tunnel == nil ? .mutualTLS : .tunnel
                    let group = TracedRanks.GroupKey(group, semantics)
                    byGroup[LocalGateway(group: group, gateway: gateway, crossing: crossing)] = position
                    byDoor[GatewayDoor(gateway, by: crossing)] = position
                }
            }
        }
    }

    /// The host that the endpoint at a place is; nil when it is not there.
    func endpoint(at place: EndpointIndex) -> TracedEndpoint.HostPosition? { endpoints[place] }

    /// The host that a gateway is for endpoints of a locality; nil when it is not there.
    func gateway(
        _ gateway: Gateway,
        by crossing: NetworkCrossing,
        in rank: TracedRanks.Rank
    ) -> TracedEndpoint.HostPosition? {
        switch semantics.gatewayPerLocality {
        case .perLocality: byGroup[LocalGateway(group: rank.group, gateway: gateway, crossing: crossing)]
        case .once: byDoor[GatewayDoor(gateway, by: crossing)]
        }
    }
}
