internal import MeshModel

/// The sets of gateways through which the endpoints of one assignment are reached; few, so they are searched in line.
struct GatewaySets {
    /// Gateways, and the protocol by which they are entered.
    struct Entry: Hashable {
        let gateways: [Gateway]
        let crossing: NetworkCrossing
    }

    private(set) var sets: [Entry] = []

    /// The number of a set.
    mutating func index(of gateways: [Gateway], by crossing: NetworkCrossing) -> Int {
        let entry = Entry(gateways: gateways, crossing: crossing)
        if let known = sets.firstIndex(of: entry) { return known }
        sets.append(entry)
        return sets.count - 1
    }
}
