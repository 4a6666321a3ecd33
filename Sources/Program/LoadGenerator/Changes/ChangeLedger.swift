/// Which changes a client has seen, once it sees a marker: that one, and all that it contains.
public struct ChangeLedger: Sendable {
    /// The schedule.
    public let schedule: ChangeSchedule
    private let byService: [Int: [Int]]
    private let ofGateway: [Int]

    /// Sorts a schedule.
    public init(_ schedule: ChangeSchedule) {
        self.schedule = schedule
        var byService: [Int: [Int]] = [:]
        var ofGateway: [Int] = []
        for change in schedule.changes {
            if let service = change.service {
                byService[service, default: []].append(change.index)
            } else {
                ofGateway.append(change.index)
            }
        }
        self.byService = byService
        self.ofGateway = ofGateway
    }

    /// The changes that a new marker tells of.
    ///
    /// Changes that the server put together count for each that they contain.
    ///
    /// - Parameters:
    ///   - service: the service; nil for the gateway.
    ///   - seen: the marker that was seen before.
    ///   - marker: the marker that is seen now; no later than `seen`, it tells of nothing.
    public func indices(of service: Int?, after seen: Int, through marker: Int) -> ArraySlice<Int> {
        let all = service.map { byService[$0] ?? [] } ?? ofGateway
        guard marker > seen else { return [] }
        return all[Self.firstIndex(in: all, above: seen)..<Self.firstIndex(in: all, above: marker)]
    }

    /// The last change of a service, or of the gateway; 0 when there is none.
    public func last(of service: Int?) -> Int {
        (service.map { byService[$0]?.last } ?? ofGateway.last) ?? 0
    }

    /// Whether a change counts, being later than the warm-up.
    public func isMeasured(_ index: Int) -> Bool { self[index].offset >= schedule.measuredFrom }

    /// A change by its number; one that is not in the schedule is an empty one.
    public subscript(index: Int) -> Change {
        guard schedule.changes.indices.contains(index - 1) else {
            return Change(index: index, offset: 0, kind: .rollout, service: nil)
        }
        return schedule.changes[index - 1]
    }

    private static func firstIndex(in sorted: [Int], above value: Int) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] > value { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
