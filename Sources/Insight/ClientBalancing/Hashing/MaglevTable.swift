internal import MeshModel

/// The table of MAGLEV: which slots are whose.
///
/// Source: envoy/source/extensions/load_balancing_policies/maglev/maglev_lb.cc (`constructImplementationInternal`).
struct MaglevTable {
    /// The host of each slot.
    let slots: [Int]

    /// Fills a table.
    ///
    /// - Parameters:
    ///   - keys: the hosts; their weights need not add up to 1.
    ///   - size: the number of slots, a prime number.
    init(_ keys: [WeightedKey], size: Int) {
        guard size > 1, let greatest = keys.lazy.map(\.weight).max(), greatest > 0 else {
            slots = []
            return
        }
        var builders = keys.sorted { ($0.key, $0.weight) < ($1.key, $1.weight) }.map { Builder($0, size: size) }
        var slots = [Int](repeating: -1, count: size)
        var filled = 0
        var round = 1.0
        while filled < size {
            for index in builders.indices where filled < size {
                // The heaviest host takes a slot every round, one of a third of its weight every third.
                guard round * builders[index].weight >= builders[index].target else { continue }
                builders[index].target += greatest
                slots[builders[index].nextFree(in: slots)] = builders[index].host
                filled += 1
            }
            round += 1
        }
        self.slots = slots
    }

    /// The part of all slots that each host has.
    var shares: [Int: Double] {
        var counts: [Int: Int] = [:]
        for host in slots { counts[host, default: 0] += 1 }
        return counts.mapValues { Double($0) / Double(slots.count) }
    }

    /// One host's permutation of the slots.
    private struct Builder {
        let host: Int
        let weight: Double
        var target = 0.0
        private var slot: Int
        private let skip: Int

        init(_ key: WeightedKey, size: Int) {
            host = key.host
            weight = key.weight
            slot = Int(XXHash64.hash(key.key) % UInt64(size))
            skip = Int(XXHash64.hash(key.key, seed: 1) % UInt64(size - 1)) + 1
        }

        /// The next slot of the permutation that is free; there is one while the table is not full.
        mutating func nextFree(in slots: [Int]) -> Int {
            while slots[slot] >= 0 { advance(slots.count) }
            defer { advance(slots.count) }
            return slot
        }

        private mutating func advance(_ size: Int) { slot = (slot + skip) % size }
    }
}
