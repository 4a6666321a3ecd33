import NIOCore
import Testing

@testable import GRPCTransport

@Suite("Turns of a connection")
struct TurnBudgetTests {
    private let now = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test("Work beyond the budget waits, and what follows does not overtake it")
    func order() {
        var turns = TurnBudget<Int>(limit: .milliseconds(2))
        let allowed = [0, 1, 2].map { turns.mayWork(at: now + .milliseconds($0)) }
        #expect(allowed == [true, true, false])
        let scheduled = [turns.wait(1), turns.wait(2)]
        #expect(scheduled == [true, false], "one turn is scheduled for both")
        turns.end()
        let overtakes = turns.mayWork(at: now + .seconds(1))
        #expect(!overtakes, "earlier work waits")
        turns.begin(at: now + .seconds(1))
        let first = turns.next(at: now + .seconds(1))
        let late = turns.next(at: now + .seconds(1) + .milliseconds(3))
        #expect(first == 1 && late == nil)
        let isScheduledAgain = turns.schedule()
        #expect(isScheduledAgain)
        turns.begin(at: now + .seconds(2))
        let second = turns.next(at: now + .seconds(2))
        turns.end()
        let isScheduledForNothing = turns.schedule()
        let isFree = turns.mayWork(at: now + .seconds(3))
        #expect(second == 2 && !isScheduledForNothing && isFree)
    }

    @Test("Work of a closed connection is dropped")
    func dropped() {
        var turns = TurnBudget<Int>(limit: .milliseconds(2))
        _ = turns.wait(1)
        turns.removeAll()
        turns.begin(at: now)
        let work = turns.next(at: now)
        #expect(work == nil)
    }
}
