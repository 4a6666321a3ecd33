import Testing

@testable import LoadGenerator

@Suite("Client rosters")
struct ClientRosterTests {
    private let names = (0..<30).map { LoadNames.resource($0) }
    private var services: [String: Int] {
        Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    }

    private func plan(_ protocols: [ClientProtocol], connections: Int = 40) -> LoadPlan {
        var plan = LoadPlan(target: .serve(directory: "mesh"))
        plan.protocols = protocols
        plan.connections = connections
        plan.subscriptions = AmountDistribution(3...8)
        return plan
    }

    @Test("A client has one stream per name without ADS, and one for all names on ADS")
    func streams() {
        let roster = ClientRoster(plan([.eds, .deltaADS]), names: names, services: services)
        for (index, connection) in roster.connections.enumerated() {
            let all = connection.streams.flatMap(\.names)
            #expect((3...8).contains(all.count))
            #expect(Set(all).count == all.count)
            #expect(connection.streams.count == (index.isMultiple(of: 2) ? all.count : 1))
            #expect(Set(connection.streams.map(\.node)).count == 1)
        }
        #expect(roster.subscriptionCount == roster.connections.flatMap(\.streams).flatMap(\.names).count)
    }

    @Test("The number of streams means names without ADS, and Envoys on ADS")
    func wantedStreams() {
        var plan = plan([.eds, .ads], connections: 2)
        plan.streams = 12
        let roster = ClientRoster(plan, names: names, services: services)
        #expect(roster.connections.map(\.streams.count) == [12, 12])
        #expect(Set(roster.connections[0].streams.map(\.node)).count == 1)
        #expect(Set(roster.connections[1].streams.map(\.node)).count == 12)
    }

    @Test("The audience of a change is its subscribers, and that of a gateway change everyone")
    func audience() {
        let roster = ClientRoster(plan([.ads]), names: names + ["other"], services: services)
        let all = roster.connections.flatMap(\.streams).flatMap(\.names)
        for service in 0..<30 {
            let change = Change(index: 1, offset: 0, kind: .scale, service: service)
            #expect(roster.audience(of: change) == all.filter { $0 == LoadNames.resource(service) }.count)
        }
        let gateway = Change(index: 1, offset: 0, kind: .gateway, service: nil)
        #expect(roster.audience(of: gateway) == all.filter { $0 != "other" }.count)
    }

    @Test("The first names are drawn most often")
    func popularity() {
        let roster = ClientRoster(plan([.ads], connections: 200), names: names, services: services)
        let first = (0..<5).reduce(0) { $0 + (roster.subscribers[$1] ?? 0) }
        let last = (25..<30).reduce(0) { $0 + (roster.subscribers[$1] ?? 0) }
        #expect(first > 2 * last)
    }

    @Test("A client that wants more names than exist subscribes to all of them")
    func allNames() {
        var plan = plan([.ads], connections: 3)
        plan.subscriptions = AmountDistribution(100...100)
        let roster = ClientRoster(plan, names: names, services: services)
        #expect(roster.connections.flatMap(\.streams).allSatisfy { $0.names.sorted() == names.sorted() })
    }

    @Test("The same seed draws the same subscriptions")
    func seeds() {
        var other = plan([.eds])
        other.seed = 2
        let first = ClientRoster(plan([.eds]), names: names, services: services).connections
        #expect(first == ClientRoster(plan([.eds]), names: names, services: services).connections)
        #expect(first != ClientRoster(other, names: names, services: services).connections)
    }
}
