import Testing

@testable import LoadGenerator

@Suite("Change schedules")
struct ChangeScheduleTests {
    private func plan(rate: Double, seed: UInt64 = 1) -> LoadPlan {
        var plan = LoadPlan(target: .serve(directory: "mesh"))
        plan.rate = rate
        plan.seed = seed
        plan.warmUp = 1_000_000_000
        plan.duration = 4_000_000_000
        plan.changes = ChangeMix(ChangeKind.allCases)
        return plan
    }

    @Test("Constant changes are evenly spaced over warm-up and duration")
    func constant() {
        let schedule = ChangeSchedule(plan(rate: 10), services: [0, 1, 2])
        #expect(schedule.changes.count == 49)
        #expect(schedule.changes.map(\.index) == Array(1...49))
        #expect(schedule.changes.map(\.offset) == (1...49).map { Int64($0) * 100_000_000 })
        let ledger = ChangeLedger(schedule)
        #expect(schedule.changes.filter { ledger.isMeasured($0.index) }.count == 40)
    }

    @Test("Independent changes are in order, unevenly spaced, and about as many")
    func poisson() {
        var plan = plan(rate: 100)
        plan.arrivals = .poisson
        let offsets = ChangeSchedule(plan, services: [0]).changes.map(\.offset)
        #expect(offsets == offsets.sorted())
        #expect((350...650).contains(offsets.count))
        #expect(Set(zip(offsets, offsets.dropFirst()).map { $1 - $0 }).count > 100)
    }

    @Test("The same seed gives the same changes, another seed others")
    func seeds() {
        let first = ChangeSchedule(plan(rate: 20), services: [3, 5, 8]).changes
        #expect(first == ChangeSchedule(plan(rate: 20), services: [3, 5, 8]).changes)
        #expect(first != ChangeSchedule(plan(rate: 20, seed: 2), services: [3, 5, 8]).changes)
    }

    @Test("A schedule contains all kinds of change, and only gateway changes have no service")
    func kinds() {
        let changes = ChangeSchedule(plan(rate: 20), services: [3, 5, 8]).changes
        #expect(Set(changes.map(\.kind)) == Set(ChangeKind.allCases))
        #expect(changes.allSatisfy { ($0.service == nil) == ($0.kind == .gateway) })
        #expect(Set(changes.compactMap(\.service)) == [3, 5, 8])
    }

    @Test("A schedule is empty at rate 0, or if no service has subscribers")
    func nothing() {
        #expect(ChangeSchedule(plan(rate: 0), services: [1]).changes.isEmpty)
        var plan = plan(rate: 10)
        plan.changes = ChangeMix([.scale])
        #expect(ChangeSchedule(plan, services: []).changes.isEmpty)
    }
}

@Suite("Change ledger")
struct ChangeLedgerTests {
    private let ledger: ChangeLedger
    private let changes: [Change]

    init() {
        var plan = LoadPlan(target: .serve(directory: "mesh"))
        plan.rate = 50
        plan.changes = ChangeMix(ChangeKind.allCases)
        let schedule = ChangeSchedule(plan, services: [0, 1])
        changes = schedule.changes
        ledger = ChangeLedger(schedule)
    }

    @Test("Each of several merged changes counts as received", arguments: [0, 1, nil] as [Int?])
    func together(service: Int?) throws {
        let mine = changes.filter { $0.service == service }.map(\.index)
        try #require(mine.count > 4)
        #expect(Array(ledger.indices(of: service, after: 0, through: mine[2])) == Array(mine[...2]))
        #expect(Array(ledger.indices(of: service, after: mine[0], through: mine[2])) == [mine[1], mine[2]])
        #expect(ledger.last(of: service) == mine.last)
    }

    @Test("An older marker shows no change")
    func older() {
        #expect(ledger.indices(of: 0, after: 40, through: 40).isEmpty)
        #expect(ledger.indices(of: 0, after: 40, through: 3).isEmpty)
        #expect(ledger.indices(of: 99, after: 0, through: 40).isEmpty)
        #expect(ledger.last(of: 99) == 0)
    }
}
