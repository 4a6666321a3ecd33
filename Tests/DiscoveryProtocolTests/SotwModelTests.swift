import DiscoveryProtocol
import TestSupport
import Testing

/// A well-behaved SotW client on a slow connection, with all events in random order.
struct SotwModel {
    var world: ModelWorld
    let options: SotwSubscription.Options
    var server: SotwSubscription
    var toClient: [Response] = []
    var toServer: [SotwSubscription.Request] = []
    var names: Set<String> = []
    var held: [String: ContentVersion] = [:]
    var nonce = ""
    var streams = 0
    var timeouts: Bool

    init(seed: UInt64) {
        world = ModelWorld(seed: seed)
        options = SotwSubscription.Options(
            respondToRepeats: world.random.chance(50) ? .full : .addedOnly,
            unknownNames: world.random.chance(50) ? .silent : .empty,
            limits: SubscriptionLimits(maximumResourcesPerResponse: world.random.chance(50) ? 2 : 100)
        )
        timeouts = world.random.chance(20)
        server = SotwSubscription(options: options, noncePrefix: "s0")
    }

    func covers(_ name: String) -> Bool { names.contains(name) || names.contains("*") }

    // MARK: Client

    mutating func request(error: NackDetail? = nil) {
        let list = names.shuffled(using: &world.random)
        toServer.append(.init(versionInfo: "any", names: list, nonce: nonce, error: error))
    }

    mutating func changeNames() {
        for _ in 0..<Int.random(in: 1...3, using: &world.random) {
            let name = world.random.chance(8) ? "*" : ModelWorld.pool.randomElement(using: &world.random) ?? "*"
            if names.remove(name) == nil { names.insert(name) }
        }
        held = held.filter { covers($0.key) }
        request()
    }

    /// Applies the valid part of a rejected response, as in Envoy's SotW (XP-E43).
    mutating func clientReceives() {
        guard !toClient.isEmpty else { return }
        let response = toClient.removeFirst()
        nonce = response.nonce
        var isBad = false
        for resource in response.resources + response.emptyFor where covers(resource.name) {
            if ModelWorld.isBad(resource.version) {
                isBad = true
            } else {
                held[resource.name] = resource.version
            }
        }
        request(error: isBad ? nack : nil)
    }

    mutating func reconnect() {
        streams += 1
        server = SotwSubscription(options: options, noncePrefix: "s\(streams)")
        toClient = []
        toServer = []
        nonce = ""
        world.forgetStream()
        request()
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
        case 80..<88: announce()
        case 88..<96: changeNames()
        case 96..<98: timeOut()
        case 98: request()
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
            let wanted: ContentVersion?
            if let version = world.catalog.versions[name] {
                wanted = ContentVersion(version)
            } else if options.unknownNames == .empty && names.contains(name) {
                wanted = world.catalog.versionOfEmpty(name)
            } else {
                // SotW cannot express that a name was deleted.
                return nil
            }
            return held[name] == wanted
                ? nil : "\(name): \(held[name]?.description ?? "-"), not \(wanted?.description ?? "-")"
        }
    }
}

@Suite("SotW: model of client and server")
struct SotwModelTests {
    @Test("After any sequence of events a well-behaved SotW client has the catalog's content", arguments: 0..<500)
    func convergence(seed: Int) {
        var model = SotwModel(seed: UInt64(seed))
        model.request()
        for _ in 0..<150 { model.step() }
        let isSettled = model.settle()
        #expect(isSettled, "seed \(seed): the exchange does not end")
        #expect(model.differences == [], "seed \(seed)")
        #expect(model.world.violations == [], "seed \(seed)")
        // Valid content in a response that was rejected for another name is not sent again, and stays unacknowledged
        // (XP-S11).
        let unconfirmed = model.server.statuses.filter {
            model.world.catalog.versions[$0.name] != nil && $0.sent != $0.acknowledged
                && $0.sent != $0.rejection?.delivery
        }
        #expect(unconfirmed == [], "seed \(seed)")
        let repeated = model.server.catalogChanged(.all, in: model.world.catalog)
        #expect(repeated == [], "seed \(seed): content sent twice")
        // Each added name causes one response, a NACK none: the count is far below this unless there is a loop.
        #expect(model.world.responseCount < 600, "seed \(seed): \(model.world.responseCount) responses")
    }
}
