internal import MeshModel

/// The endpoints of one service put in order, each with the numbers of its kind and locality.
struct EndpointOrder {
    /// An endpoint's numbers.
    struct Item: Equatable {
        let kind: Int32
        let locality: Int32
        /// At least 1.
        let weight: UInt32
    }

    /// Which endpoint stands at each place, shard by shard.
    private(set) var positions: [EndpointPosition] = []
    /// The numbers of the endpoint at each place.
    private(set) var items: [Item] = []
    /// The places of each shard.
    private(set) var places: [Range<Int>] = []
    /// One endpoint of each kind.
    private(set) var examples: [EndpointPosition]
    /// The locality label of each locality; of several labels for the same one, the first.
    private(set) var labels: [String]

    /// Orders endpoints.
    ///
    /// - Parameters:
    ///   - shards: the endpoints.
    ///   - groups: what makes endpoints members of one locality.
    ///   - distinguishesNodes: whether endpoints of different nodes are of different kinds.
    ///   - isByLocality: whether the endpoints of a shard are put together by locality; as they come if not.
    init(
        _ shards: [EndpointShard],
        groups: TranslationSemantics.LocalityGroups,
        distinguishesNodes: Bool,
        isByLocality: Bool
    ) {
        var kinds = KindNumbering(distinguishesNodes: distinguishesNodes)
        var localities = LocalityNumbering(groups)
        let count = shards.reduce(0) { $0 + $1.endpoints.count }
        positions.reserveCapacity(count)
        items.reserveCapacity(count)
        for (shardIndex, shard) in shards.enumerated() {
            let begin = positions.count
            let numbers = shard.endpoints.map { localities.number(of: $0.localityLabel) }
            for index in isByLocality ? Self.sorted(numbers) : Array(numbers.indices) {
                let position = EndpointPosition(shard: shardIndex, index: index)
                let endpoint = shard.endpoints[index]
                positions.append(position)
                items.append(
                    Item(
                        kind: kinds.number(of: endpoint, at: position),
                        locality: numbers[index],
                        weight: max(1, endpoint.weight)
                    )
                )
            }
            places.append(begin..<positions.count)
        }
        examples = kinds.examples
        labels = localities.labels
    }

    /// The indices of equal numbers together, numbers as they first come.
    private static func sorted(_ numbers: [Int32]) -> [Int] {
        guard let first = numbers.first, numbers.contains(where: { $0 != first }) else { return Array(numbers.indices) }
        var buckets: [[Int]] = []
        var bucketOfNumber: [Int32: Int] = [:]
        for (index, number) in numbers.enumerated() {
            let bucket = bucketOfNumber[number] ?? buckets.count
            if bucket == buckets.count {
                bucketOfNumber[number] = bucket
                buckets.append([])
            }
            buckets[bucket].append(index)
        }
        return Array(buckets.joined())
    }
}

/// Gives the localities of a service numbers, in the order in which they come.
private struct LocalityNumbering {
    private let kind: TranslationSemantics.LocalityGroups
    private var byLabel: [String: Int32] = [:]
    private var byLocality: [Locality: Int32] = [:]
    private var last: (label: String, number: Int32)?
    private(set) var labels: [String] = []

    init(_ kind: TranslationSemantics.LocalityGroups) { self.kind = kind }

    mutating func number(of label: String) -> Int32 {
        if let last, last.label == label { return last.number }
        let number = byLabel[label] ?? make(label)
        last = (label, number)
        return number
    }

    private mutating func make(_ label: String) -> Int32 {
        let locality = Locality(label: label)
        let number = kind == .byLocality ? byLocality[locality] ?? Int32(labels.count) : Int32(labels.count)
        if Int(number) == labels.count { labels.append(label) }
        byLocality[locality] = number
        byLabel[label] = number
        return number
    }
}
