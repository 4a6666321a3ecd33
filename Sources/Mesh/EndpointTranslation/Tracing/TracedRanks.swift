internal import MeshModel

/// The positions of an assignment's endpoints by their own localities and labels.
struct TracedRanks {
    /// A locality, by the rule for groups.
    enum GroupKey: Hashable {
        case label(String)
        case locality(Locality)

        init(_ group: DraftGroup, _ semantics: TranslationSemantics) {
            switch semantics.localityGroups {
            case .byLabel: self = .label(group.label)
            case .byLocality: self = .locality(group.home ?? group.locality)
            }
        }
    }

    /// A locality and a priority in it.
    struct Rank {
        let group: GroupKey
        let priority: UInt32
    }

    private var ranks: [EndpointIndex: Rank] = [:]
    private var proxy: Locality?
    private var failoverRegion: String?

    init(
        _ groups: [DraftGroup],
        _ localities: LocalityPolicy,
        _ semantics: TranslationSemantics,
        _ view: inout RecordingProxyView
    ) {
        for group in groups {
            let rank = Rank(group: GroupKey(group, semantics), priority: group.priority)
            for host in group.hosts {
                switch host.target {
                case .endpoints(let shard, let places, _):
                    for place in places { ranks[EndpointIndex(shard: shard, index: place)] = rank }
                case .tunnelled(let place, _, _):
                    ranks[place] = rank
                case .gateway:
                    continue
                }
            }
        }
        guard case .failover(_, let regions, true) = localities else { return }
        let locality = view.locality()
        proxy = locality
        failoverRegion = regions.first { $0.from == locality.region }?.to
    }

    /// Returns the rank of the endpoint at a place, or `nil` if it is not part of the assignment.
    func rank(of place: EndpointIndex) -> Rank? { ranks[place] }

    /// Returns the distance of an endpoint, or `nil` without failover by region.
    func distance(to endpoint: Endpoint) -> LocalityDistance? {
        proxy.map {
            LocalityDistance(
                from: $0,
                to: Locality(label: endpoint.localityLabel),
                failoverRegion: failoverRegion
            )
        }
    }
}
