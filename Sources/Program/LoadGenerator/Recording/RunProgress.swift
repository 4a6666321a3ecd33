internal import Synchronization

/// The shared state of all event loops of a run: the start of changes, the progress, and the end.
final class RunProgress: Sendable {
    /// The start time before the schedule begins.
    private static let notStarted = Int64.min
    private let start = Atomic<Int64>(notStarted)
    private let ending = Atomic<Bool>(false)
    private let firsts = Atomic<Int>(0)
    private let receipts = Atomic<Int>(0)
    private let rejections = Atomic<Int>(0)
    private let failures = Atomic<Int>(0)
    private let made = Atomic<Int>(0)

    /// The start time of the schedule, in nanoseconds of the run's clock, or `nil` before it.
    var startTime: Int64? {
        let value = start.load(ordering: .acquiring)
        return value == Self.notStarted ? nil : value
    }

    /// The number of subscriptions with a first assignment.
    var firstCount: Int { firsts.load(ordering: .relaxed) }
    /// The number of receipts of changes, including those of the warm-up.
    var receiptCount: Int { receipts.load(ordering: .relaxed) }
    /// The number of rejected responses.
    var rejectionCount: Int { rejections.load(ordering: .relaxed) }
    /// The number of lost connections and streams.
    var failureCount: Int { failures.load(ordering: .relaxed) }
    /// The number of changes made.
    var madeCount: Int { made.load(ordering: .relaxed) }
    /// A Boolean value that indicates whether the run is ending.
    var isEnding: Bool { ending.load(ordering: .acquiring) }

    func begin(at time: Int64) { start.store(time, ordering: .releasing) }
    func end() { ending.store(true, ordering: .releasing) }
    func add(firsts count: Int) { firsts.add(count, ordering: .relaxed) }
    func add(receipts count: Int) { receipts.add(count, ordering: .relaxed) }
    func addRejection() { rejections.add(1, ordering: .relaxed) }
    func addFailure() { failures.add(1, ordering: .relaxed) }
    func addChange() { made.add(1, ordering: .relaxed) }
}
