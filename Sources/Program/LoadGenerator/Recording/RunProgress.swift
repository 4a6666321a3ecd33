internal import Synchronization

/// What all loops of a run share: when changes began, how far it is, and whether it is over.
final class RunProgress: Sendable {
    /// No change can have been seen yet.
    private static let notStarted = Int64.min
    private let start = Atomic<Int64>(notStarted)
    private let ending = Atomic<Bool>(false)
    private let firsts = Atomic<Int>(0)
    private let receipts = Atomic<Int>(0)
    private let rejections = Atomic<Int>(0)
    private let failures = Atomic<Int>(0)
    private let made = Atomic<Int>(0)

    /// When the schedule began, in nanoseconds of the run's clock; nil before it did.
    var startTime: Int64? {
        let value = start.load(ordering: .acquiring)
        return value == Self.notStarted ? nil : value
    }

    /// Subscriptions with a first assignment.
    var firstCount: Int { firsts.load(ordering: .relaxed) }
    /// Receipts of changes, those of the warm-up too.
    var receiptCount: Int { receipts.load(ordering: .relaxed) }
    /// Responses rejected.
    var rejectionCount: Int { rejections.load(ordering: .relaxed) }
    /// Connections and streams lost.
    var failureCount: Int { failures.load(ordering: .relaxed) }
    /// Changes made.
    var madeCount: Int { made.load(ordering: .relaxed) }
    /// Whether what ends now ends because the run does.
    var isEnding: Bool { ending.load(ordering: .acquiring) }

    func begin(at time: Int64) { start.store(time, ordering: .releasing) }
    func end() { ending.store(true, ordering: .releasing) }
    func add(firsts count: Int) { firsts.add(count, ordering: .relaxed) }
    func add(receipts count: Int) { receipts.add(count, ordering: .relaxed) }
    func addRejection() { rejections.add(1, ordering: .relaxed) }
    func addFailure() { failures.add(1, ordering: .relaxed) }
    func addChange() { made.add(1, ordering: .relaxed) }
}
