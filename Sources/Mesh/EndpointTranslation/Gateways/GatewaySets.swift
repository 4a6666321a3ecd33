internal import MeshModel

/// The sets of gateways through which the endpoints of one assignment are reached; few, so they are searched in line.
struct GatewaySets {
    private(set) var sets: [[Gateway]] = []

    /// The number of a set.
    mutating func index(of gateways: [Gateway]) -> Int {
        if let known = sets.firstIndex(of: gateways) { return known }
        sets.append(gateways)
        return sets.count - 1
    }
}
