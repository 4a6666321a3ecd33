import DiscoveryProtocol
import TestSupport
import Testing

/// A well-behaved delta client on a slow connection, with all events in random order.
struct DeltaModel {
    var world: ModelWorld
    let options: DeltaSubscription.Options
    var server: DeltaSubscription
    var toClient: [Response] = []
    var toServer: [DeltaSubscription.Request] = []
    var names: Set<String> = []
    var held: [String: ContentVersion] = [:]
    var streams = 0
    var timeouts: Bool

    init(seed: UInt64) {
        world = ModelWorld(seed: seed)
        options = DeltaSubscription.Options(
            trustInitialVersions: world.random.chance(50),
            onDelete: [.removed, .empty, .emptyThenRemoved].randomElement(using: &world.random) ?? .removed,
            limits: SubscriptionLimits(maximumResourcesPerResponse: world.random.chance(50) ? 2 : 100)
        )
        timeouts = world.random.chance(20)
        server = DeltaSubscription(options: options, noncePrefix: "d0")
    }

    func covers(_ name: String) -> Bool { names.contains(name) || names.contains("*") }

    // MARK: Client

    mutating func changeNames() {
        var request = DeltaSubscription.Request()
        for _ in 0..<Int.random(in: 1...3, using: &world.random) {
            let name = world.random.chance(8) ? "*" : ModelWorld.pool.randomElement(using: &world.random) ?? "*"
            guard !request.subscribe.contains(name), !request.unsubscribe.contains(name) else { continue }
            if names.remove(name) == nil {
                names.insert(name)
                request.subscribe.append(name)
            } else {
                request.unsubscribe.append(name)
            }
        }
        held = held.filter { covers($0.key) }
        toServer.append(request)
    }

    /// Warms a cluster again: its content is lost and requested again (XP-D6).
    mutating func askAgain() {
        guard let name = names.subtracting(["*"]).sorted().randomElement(using: &world.random) else { return }
        held[name] = nil
        toServer.append(.init(subscribe: [name]))
    }

    /// Nothing of a rejected response is applied (XP-D15).
    mutating func clientReceives() {
        guard !toClient.isEmpty else { return }
        let response = toClient.removeFirst()
        let covered = (response.resources + response.emptyFor).filter { covers($0.name) }
        guard !covered.contains(where: { ModelWorld.isBad($0.version) }) else {
            toServer.append(.init(nonce: response.nonce, error: nack))
            return
        }
        for resource in covered { held[resource.name] = resource.version }
        for name in response.removed { held[name] = nil }
        toServer.append(.init(nonce: response.nonce))
    }

    mutating func reconnect() {
        streams += 1
        server = DeltaSubscription(options: options, noncePrefix: "d\(streams)")
        toClient = []
        toServer = []
        world.forgetStream()
        let versions = held.sorted { $0.key < $1.key }
        toServer.append(
            .init(
                subscribe: names.shuffled(using: &world.random),
                initialVersions: versions.map { .init(name: $0.key, version: $0.value.description) }
            )
        )
    }

    // MARK: Server

    mutating func serverReceives() {
        guard !toServer.isEmpty else { return }
        let request = toServer.removeFirst()
        world.recordAnswered(request.nonce)
        send(server.receive(request, from: world.catalog).responses)
    }

    mutating func announce() {
        send(server.catalogChanged(world.takeChanges(), in: world.catalog))
    }

    mutating func timeOut() {
        guard timeouts else { return }
        world.outstandingPushes = []
        send(server.acknowledgementTimedOut(from: world.catalog))
    }

    mutating func send(_ responses: [Response]) {
        let server = server
        world.check(responses, limit: options.limits.maximumResourcesPerResponse) { server.isSubscribed(to: $0) }
        toClient += responses
    }

    // MARK: Running

    mutating func step() {
        switch Int.random(in: 0..<100, using: &world.random) {
        case 0..<35: clientReceives()
        case 35..<70: serverReceives()
        case 70..<80: world.changeSomething()
        case 80..<87: announce()
        case 87..<94: changeNames()
        case 94..<96: askAgain()
        case 96..<98: timeOut()
        default: reconnect()
        }
    }

    mutating func settle() -> Bool {
        world.healEverything()
        announce()
        for _ in 0..<2000 {
            if toClient.isEmpty && toServer.isEmpty { return true }
            serverReceives()
            clientReceives()
        }
        return false
    }

    /// The names whose content the client lacks or has in another version.
    var differences: [String] {
        ModelWorld.pool.filter { covers($0) }.compactMap { name in
            var wanted = [world.catalog.versions[name].map { ContentVersion($0) }]
            if wanted == [nil], options.onDelete == .empty {
                // A name that only a wildcard covers and that never existed needs no empty assignment.
                wanted = [world.catalog.versionOfEmpty(name)] + (names.contains(name) ? [] : [nil])
            } else if wanted == [nil], options.onDelete == .emptyThenRemoved {
                // Which one depends on whether the client had the name when it was deleted.
                wanted += [world.catalog.versionOfEmpty(name)]
            }
            return wanted.contains(held[name])
                ? nil : "\(name): \(held[name]?.description ?? "-"), not \(wanted)"
        }
    }
}

@Suite("Delta: model of client and server")
struct DeltaModelTests {
    @Test("After any sequence of events a well-behaved delta client has the catalog's content", arguments: 0..<500)
    func convergence(seed: Int) {
        var model = DeltaModel(seed: UInt64(seed))
        model.reconnect()
        for _ in 0..<150 { model.step() }
        let isSettled = model.settle()
        #expect(isSettled, "seed \(seed): the exchange does not end")
        #expect(model.differences == [], "seed \(seed)")
        #expect(model.world.violations == [], "seed \(seed)")
        #expect(model.server.statuses.filter { $0.sent != $0.acknowledged } == [], "seed \(seed)")
        let repeated = model.server.catalogChanged(.all, in: model.world.catalog)
        #expect(repeated == [], "seed \(seed): content sent twice")
        #expect(model.world.responseCount < 600, "seed \(seed): \(model.world.responseCount) responses")
    }
}
