import Testing

@testable import LoadGenerator

@Suite("Subscriptions of simulated clients")
struct SubscriptionTests {
    private let ledger: ChangeLedger
    private let service: [Int]
    private let gateway: [Int]

    init() {
        var plan = LoadPlan(target: .serve(directory: "mesh"))
        plan.rate = 20
        plan.changes = ChangeMix([.rollout, .gateway])
        let schedule = ChangeSchedule(plan, services: [0])
        ledger = ChangeLedger(schedule)
        service = schedule.changes.filter { $0.service == 0 }.map(\.index)
        gateway = schedule.changes.filter { $0.service == nil }.map(\.index)
    }

    private func assignment(_ service: Int?, _ gateway: Int?) -> ReceivedAssignment {
        ReceivedAssignment(
            name: "a",
            novelty: .changed,
            content: 1,
            endpointCount: 1,
            serviceMarker: service,
            gatewayMarker: gateway
        )
    }

    @Test("Each change is reported once, for service and gateway separately")
    func once() {
        var subscription = Subscription(service: 0)
        func news(_ service: Int?, _ gateway: Int?) -> [[Int]] {
            subscription.receive(assignment(service, gateway), ledger, hasBegun: true).map(Array.init)
        }
        #expect(news(0, 0) == [[], []])
        #expect(news(service[1], gateway[0]) == [[service[0], service[1]], [gateway[0]]])
        #expect(news(service[1], gateway[0]) == [[], []])
        #expect(news(service[0], gateway[1]) == [[], [gateway[1]]])
        #expect(news(service[2], nil) == [[service[2]]])
    }

    @Test("A subscription is up to date with the last change of service and gateway")
    func upToDate() throws {
        var subscription = Subscription(service: 0)
        #expect(!subscription.isUpToDate(ledger))
        _ = subscription.receive(assignment(service.last, gateway.first), ledger, hasBegun: true)
        #expect(!subscription.isUpToDate(ledger))
        _ = subscription.receive(assignment(service.last, gateway.last), ledger, hasBegun: true)
        #expect(subscription.isUpToDate(ledger))
    }

    @Test("A name without changes is up to date with any assignment")
    func other() {
        var subscription = Subscription(service: nil)
        #expect(!subscription.isUpToDate(ledger))
        #expect(subscription.receive(assignment(service[0], gateway[0]), ledger, hasBegun: true).isEmpty)
        #expect(subscription.isUpToDate(ledger))
    }

    @Test("Before the first change, markers of an earlier run are neither answers nor receipts")
    func leftOver() {
        var subscription = Subscription(service: 0)
        #expect(subscription.receive(assignment(service[3], 0), ledger, hasBegun: false).isEmpty)
        #expect(!subscription.isAnswered)
        #expect(subscription.receive(assignment(0, 0), ledger, hasBegun: false).isEmpty)
        #expect(subscription.isAnswered)
        let news = subscription.receive(assignment(service[3], 0), ledger, hasBegun: true)
        #expect(news.map(Array.init) == [Array(service[...3]), []])
    }
}
