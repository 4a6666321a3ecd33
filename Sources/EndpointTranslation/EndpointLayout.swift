internal import EnvoyMessages
internal import MeshModel

/// All endpoints of one service in the order in which assignments name them, cut into runs of endpoints alike.
///
/// Pods of one deployment differ in little but their address. What decides about them (labels, network, health, ...) is
/// compared once when the service is first asked for, and not again for every proxy: whatever is decided of one holds for
/// its whole run, and a run is copied at once.
final class EndpointLayout: Sendable {
    /// Endpoints that stand side by side and differ in nothing that translation decides by.
    struct Run {
        /// The kind: whatever is decided of one endpoint holds for all of its kind.
        let kind: Int32
        /// The number of the locality.
        let locality: Int32
        /// The weight of each endpoint, at least 1.
        let weight: UInt32
        /// Their places in the layout.
        let places: Range<Int32>
    }

    /// How endpoints are laid out.
    struct Style: Hashable {
        /// What makes endpoints members of one group.
        let groups: TranslationSemantics.LocalityGroups
        /// Whether endpoints of different nodes are of different kinds.
        let distinguishesNodes: Bool
        /// Whether an address comes only once.
        let isUnique: Bool
        /// Whether every endpoint is a run of its own, because each is sent with something of its own.
        let isSingle: Bool
    }

    /// The endpoints, as they came.
    let shards: [EndpointShard]
    /// The runs of each shard.
    let runs: [[Run]]
    /// One endpoint of each kind.
    let examples: [EndpointPosition]
    /// The locality label of each locality; of several labels for the same one, the first.
    let labels: [String]
    /// Tells endpoints with equal addresses apart; nil if there are none, or if it makes no difference.
    let duplicates: DuplicateHosts?
    /// Which endpoint stands at each place.
    let positions: [EndpointPosition]
    private let hosts: HostIndex
    private let encoded = OnceTable<EncodedKey, EncodedEndpoints>(maximumCount: 6)

    private struct EncodedKey: Hashable {
        let announcesTLS: Bool
        let factor: UInt32
    }

    /// Lays out endpoints.
    init(_ shards: [EndpointShard], style: Style) {
        var order = EndpointOrder(shards, style, isByLocality: !style.isSingle)
        let hosts = HostIndex(order.positions.lazy.map { shards[$0.shard].endpoints[$0.index] })
        let isSingle = style.isSingle || style.isUnique && hosts.hasDuplicates
        // Of endpoints with the same address the first one that comes is seen, whatever its locality.
        if isSingle, !style.isSingle { order = EndpointOrder(shards, style, isByLocality: false) }
        self.shards = shards
        runs = order.places.map { Self.runs(order.items, $0, isSingle: isSingle) }
        examples = order.examples
        labels = order.labels
        positions = order.positions
        duplicates = style.isUnique && hosts.hasDuplicates ? DuplicateHosts(shards, order.positions) : nil
        self.hosts = hosts
    }

    /// The endpoint at a place.
    func endpoint(at place: Int32) -> Endpoint {
        let position = positions[Int(place)]
        return shards[position.shard].endpoints[position.index]
    }

    /// The places of an address, ascending.
    func places(of address: HostAddress) -> [Int32] {
        let hasAddress = { (place: Int32) in HostAddress(self.endpoint(at: place)) == address }
        // An index over another order still tells that there are duplicates.
        guard !hosts.hasDuplicates else { return positions.indices.map { Int32($0) }.filter(hasAddress) }
        return hosts.place(of: address, where: hasAddress).map { [$0] } ?? []
    }

    /// The packed endpoints, every one with its weight times a factor; nil if too many factors were asked for.
    ///
    /// Nearly all assignments of a service have the same one or two factors. Others may come from odd numbers of gateways,
    /// and are not worth another copy of all endpoints.
    func encoded(announcesTLS: Bool, factor: UInt32) throws(MessageError) -> EncodedEndpoints? {
        let key = EncodedKey(announcesTLS: announcesTLS, factor: factor)
        return try encoded.value(for: key) { () throws(MessageError) in
            try EncodedEndpoints(self, announcesTLS: announcesTLS, factor: factor)
        }
    }

    private static func runs(_ items: [EndpointOrder.Item], _ places: Range<Int>, isSingle: Bool) -> [Run] {
        var runs: [Run] = []
        var begin = places.lowerBound
        while begin < places.upperBound {
            let item = items[begin]
            var end = begin + 1
            while !isSingle, end < places.upperBound, items[end] == item { end += 1 }
            let range = Int32(begin)..<Int32(end)
            runs.append(Run(kind: item.kind, locality: item.locality, weight: item.weight, places: range))
            begin = end
        }
        return runs
    }
}

extension EndpointOrder {
    fileprivate init(_ shards: [EndpointShard], _ style: EndpointLayout.Style, isByLocality: Bool) {
        self.init(
            shards,
            groups: style.groups,
            distinguishesNodes: style.distinguishesNodes,
            isByLocality: isByLocality
        )
    }
}
