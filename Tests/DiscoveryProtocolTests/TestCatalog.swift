import DiscoveryProtocol
import Synchronization

/// A catalog given by a test: name to version, with optional sizes.
struct TestCatalog: ResourceCatalog, ExpressibleByDictionaryLiteral {
    /// The counter of the state machines' queries.
    final class Usage: Sendable {
        private let versionCounter = Atomic<Int>(0)
        private let listingCounter = Atomic<Int>(0)

        var versions: Int { versionCounter.load(ordering: .relaxed) }
        var listings: Int { listingCounter.load(ordering: .relaxed) }

        func noteVersion() { versionCounter.add(1, ordering: .relaxed) }
        func noteListing() { listingCounter.add(1, ordering: .relaxed) }
    }

    var versions: [String: UInt64]
    var sizes: [String: Int] = [:]
    var partlyKnown: Set<String> = []
    let usage = Usage()

    init(_ versions: [String: UInt64] = [:]) {
        self.versions = versions
    }

    init(dictionaryLiteral elements: (String, UInt64)...) {
        self.init(Dictionary(uniqueKeysWithValues: elements))
    }

    func version(of name: String) -> ContentVersion? {
        usage.noteVersion()
        return versions[name].map { ContentVersion($0) }
    }

    func versionOfEmpty(_ name: String) -> ContentVersion {
        ContentVersion(0xe000_0000 + UInt64(name.utf8.count))
    }

    func isPartlyKnown(_ name: String) -> Bool { partlyKnown.contains(name) }

    func allNames() -> [String] {
        usage.noteListing()
        return versions.keys.sorted()
    }

    func encodedSize(of name: String) -> Int {
        sizes[name] ?? 0
    }

    var digest: String {
        VersionDigest(versions.map { NamedVersion(name: $0.key, version: ContentVersion($0.value)) }).version
            .description
    }
}

/// Returns the short form of a response: `a@1` a resource, `a=0` an assignment without endpoints, `-a` a removal.
func contents(_ response: Response) -> [String] {
    response.resources.map { "\($0.name)@\($0.version.value)" }
        + response.emptyFor.map { "\($0.name)=0" }
        + response.removed.map { "-\($0)" }
}

/// Returns all responses of an event, each as ``contents(_:)``.
func contents(_ responses: [Response]) -> [[String]] {
    responses.map { contents($0) }
}

let nack = NackDetail(code: 13, message: "Proto constraint validation failed")
