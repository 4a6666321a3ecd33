/// Finds the changes that a client has received, from a marker: that change and all that it contains.
public struct ChangeLedger: Sendable {
    /// The schedule.
    public let schedule: ChangeSchedule
    private let byService: [Int: [Int]]
    private let ofGateway: [Int]

    /// Indexes a schedule.
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

    /// Returns the changes that a new marker shows.
    ///
    /// Changes that the server merged count one by one.
    ///
    /// - Parameters:
    ///   - service: the service, or `nil` for the gateway.
    ///   - seen: the previous marker.
    ///   - marker: the new marker; one that is not later than `seen` shows no change.
    public func indices(of service: Int?, after seen: Int, through marker: Int) -> ArraySlice<Int> {
        let all = service.map { byService[$0] ?? [] } ?? ofGateway
        guard marker > seen else { return [] }
        return all[Self.firstIndex(in: all, above: seen)..<Self.firstIndex(in: all, above: marker)]
    }

    /// Returns the last change of a service, or of the gateway; 0 if there is none.
    public func last(of service: Int?) -> Int {
        (service.map { byService[$0]?.last } ?? ofGateway.last) ?? 0
    }

    /// Returns a Boolean value that indicates whether a change is after the warm-up.
    public func isMeasured(_ index: Int) -> Bool { self[index].offset >= schedule.measuredFrom }

    /// The change with a number, or an empty change if it is not in the schedule.
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
