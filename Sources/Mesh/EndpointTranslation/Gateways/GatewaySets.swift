internal import MeshModel

/// The sets of gateways through which the endpoints of one assignment are reached; few, so they are searched in line.
struct GatewaySets {
    /// Gateways, and the protocol by which they are entered.
    struct Entry: Hashable {
        var gateways: [Gateway]
        let crossing: NetworkCrossing
    }

    private(set) var sets: [Entry] = []

    /// Leaves no more gateways in each set than the weight that is behind it.
    ///
    /// - Parameter groups: the groups with the endpoints behind the sets.
    mutating func limit(by groups: [DraftGroup]) {
        var weights = [UInt64](repeating: 0, count: sets.count)
        for host in groups.flatMap(\.hosts) where host.through >= 0 && Int(host.through) < weights.count {
            weights[Int(host.through)] &+= UInt64(max(1, host.own)) &* UInt64(host.count)
        }
        for (index, weight) in weights.enumerated() where weight > 0 && weight < UInt64(sets[index].gateways.count) {
            sets[index].gateways = Array(sets[index].gateways.prefix(Int(weight)))
        }
    }

    /// The number of a set.
    mutating func index(of gateways: [Gateway], by crossing: NetworkCrossing) -> Int {
        let entry = Entry(gateways: gateways, crossing: crossing)
        if let known = sets.firstIndex(of: entry) { return known }
        sets.append(entry)
        return sets.count - 1
    }
}
