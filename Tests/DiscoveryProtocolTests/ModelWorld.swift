import DiscoveryProtocol
import TestSupport

/// The common part of the SotW and the delta model: a changing catalog, and the invariants of every response.
struct ModelWorld {
    static let pool = (0..<8).map { "cluster-\($0)" }
    var random: SeededGenerator
    var catalog = TestCatalog()
    /// Changes that the server has not been notified of yet; its catalog contains them already.
    var unannounced: Set<String> = []
    /// Data pushes whose reply has not arrived at the server.
    var outstandingPushes: Set<String> = []
    var seenNonces: Set<String> = []
    var responseCount = 0
    var violations: [String] = []

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        for name in Self.pool where random.chance(70) {
            catalog.versions[name] = anyVersion()
        }
    }

    /// Returns true if clients reject the version.
    static func isBad(_ version: ContentVersion) -> Bool {
        version.value.isMultiple(of: 5)
    }

    mutating func anyVersion() -> UInt64 {
        UInt64.random(in: 1...40, using: &random)
    }

    mutating func changeSomething() {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard let name = Self.pool.randomElement(using: &random) else { continue }
            catalog.versions[name] = random.chance(25) ? nil : anyVersion()
            unannounced.insert(name)
        }
    }

    /// Makes all content valid, so that every client can end with all of it.
    mutating func healEverything() {
        for (name, version) in catalog.versions where Self.isBad(ContentVersion(version)) {
            catalog.versions[name] = version + 1
            unannounced.insert(name)
        }
    }

    mutating func takeChanges() -> ChangedNames {
        defer { unannounced = [] }
        return random.chance(10) ? .all : .some(unannounced.sorted())
    }

    mutating func forgetStream() {
        outstandingPushes = []
        seenNonces = []
    }

    mutating func recordAnswered(_ nonce: String) {
        outstandingPushes.remove(nonce)
    }

    /// Checks the invariants of every response, in the state of the server right after the event.
    mutating func check(_ responses: [Response], limit: Int, isSubscribed: (String) -> Bool) {
        for response in responses {
            responseCount += 1
            let lists = [response.resources.map(\.name), response.emptyFor.map(\.name), response.removed]
            let names = lists.flatMap { $0 }
            if !names.allSatisfy(isSubscribed) { violations.append("\(names) holds a name that is not subscribed") }
            if Set(names).count != names.count { violations.append("\(names) holds a name twice") }
            if lists.contains(where: { $0 != $0.sorted() }) { violations.append("\(names) is not sorted") }
            if names.count > limit { violations.append("\(names.count) names in a response") }
            if !seenNonces.insert(response.nonce).inserted { violations.append("nonce \(response.nonce) issued twice") }
            if response.cause == .change {
                if !outstandingPushes.isEmpty { violations.append("a second data push is in flight") }
                outstandingPushes.insert(response.nonce)
            }
        }
    }
}
