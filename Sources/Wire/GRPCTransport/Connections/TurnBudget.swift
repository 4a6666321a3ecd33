internal import NIOCore

/// The time that one connection may spend on received messages in one turn of its event loop, as a pure state machine.
///
/// Work beyond it waits, in the order of its arrival, until the other connections of the loop had their turn.
struct TurnBudget<Work> {
    private let limit: TimeAmount
    private var began: NIODeadline?
    private var waiting: CircularBuffer<Work> = []
    private var isScheduled = false

    init(limit: TimeAmount) { self.limit = limit }

    /// A Boolean value that indicates whether work waits.
    var hasWaiting: Bool { !waiting.isEmpty }

    /// Returns true if work may be done now; the first call of a turn begins it.
    mutating func mayWork(at now: NIODeadline) -> Bool {
        guard waiting.isEmpty else { return false }
        return isWithin(now)
    }

    /// Lets work wait.
    ///
    /// - Returns: true if a turn has to be scheduled behind the other work of the event loop.
    mutating func wait(_ work: Work) -> Bool {
        waiting.append(work)
        return schedule()
    }

    /// Requests another turn for what still waits.
    ///
    /// - Returns: true if it has to be scheduled.
    mutating func schedule() -> Bool {
        guard !waiting.isEmpty, !isScheduled else { return false }
        isScheduled = true
        return true
    }

    /// Begins a scheduled turn.
    mutating func begin(at now: NIODeadline) {
        began = now
        isScheduled = false
    }

    /// Returns the next work of a scheduled turn; nil if none waits or the time is used up.
    mutating func next(at now: NIODeadline) -> Work? { isWithin(now) ? waiting.popFirst() : nil }

    /// Ends the turn: the next work begins another.
    mutating func end() { began = nil }

    /// Drops all work.
    mutating func removeAll() { waiting = [] }

    private mutating func isWithin(_ now: NIODeadline) -> Bool {
        guard let began else {
            self.began = now
            return true
        }
        return now - began < limit
    }
}
