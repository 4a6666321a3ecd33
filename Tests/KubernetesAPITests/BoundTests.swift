import KubernetesTestServer
import MeshModel
import MeshSources
import TestCertificates
import Testing

@testable import KubernetesAPI

@Suite("Bounds of a cluster", .timeLimit(.minutes(10)))
struct BoundTests {
    /// A list that has no end, or more objects than a cluster may have.
    struct Endless: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fault: TestFault
        let isStreamed: Bool
        let code: KubernetesError.Code
        let message: String
    }

    private static func stream(_ count: Int, bytes: Int = 0) -> [String] {
        let padding = String(repeating: "x", count: bytes)
        return (0..<count).map { number in
            let object: TestJSON = [
                "metadata": [
                    "name": .string("s-\(number)"), "namespace": "shop", "annotations": ["padding": .string(padding)],
                    "resourceVersion": .string(String(number + 1)),
                ]
            ]
            return TestJSON.object([.init("type", "ADDED"), .init("object", object)]).line
        }
    }

    private static let lists = [
        Endless(
            testDescription: "pages with another continue token each",
            fault: .endlessPages(repeatsToken: false),
            isStreamed: false,
            code: .limit,
            message: "more than 100 objects; --cluster-objects"
        ),
        Endless(
            testDescription: "pages with the same continue token",
            fault: .endlessPages(repeatsToken: true),
            isStreamed: false,
            code: .malformed,
            message: "a continue token a second time"
        ),
        Endless(
            testDescription: "a streaming list with too many objects",
            fault: .watchLines(stream(200)),
            isStreamed: true,
            code: .limit,
            message: "more than 100 objects; --cluster-objects"
        ),
        Endless(
            testDescription: "a streaming list with too many bytes",
            fault: .watchLines(stream(20, bytes: 10_000)),
            isStreamed: true,
            code: .limit,
            message: "more than 100000 bytes of objects; --cluster-memory"
        ),
    ]

    private static func settings(isStreamed: Bool = false) -> SourceSettings {
        var settings = SourceSettings.quick
        settings.clusterObjects = 100
        settings.clusterBytes = 100_000
        settings.prefersStreamingLists = isStreamed
        return settings
    }

    private static func play(
        _ settings: SourceSettings,
        _ body: (_ bad: KubernetesTestServer, _ good: KubernetesTestServer, Follower) async throws -> Void
    ) async throws {
        try await KubernetesTestServer.use { bad in
            try await KubernetesTestServer.use { good in
                try bad.putServices("a", "b")
                try good.putServices("c")
                let clusters = try [("bad", bad), ("good", good)].map {
                    KubernetesSources.Cluster(ClusterID($0.0), access: try $0.1.access(), kinds: [.service, .pod])
                }
                var configuration = KubernetesSources.Configuration(clusters: clusters)
                configuration.settings = settings
                try await Follower.follow(configuration) { follower in try await body(bad, good, follower) }
            }
        }
    }

    @Test("A list without end is refused with its reason, and the last state and other clusters stay", arguments: lists)
    func refusal(_ endless: Endless) async throws {
        try await Self.play(Self.settings(isStreamed: endless.isStreamed)) { bad, good, follower in
            await follower.untilSynced("bad", "good")
            // The watch ends, and its list is refused as often as it is requested.
            bad.inject(endless.fault, into: "services", .list, .nextPage, .streamingList, times: 1_000_000)
            bad.compact()
            bad.dropWatches(of: "services")
            bad.delete("services", "b", in: "shop")
            bad.compact()
            await follower.until { $0.status("bad")?.lastFailure?.error.code == endless.code }
            let failure = try #require(follower.status("bad")?.lastFailure)
            #expect(failure.error.message.contains(endless.message), "\(failure.error)")
            #expect(failure.subject == "services")
            #expect(follower.names(.service, "bad") == ["a", "b"])
            try good.putServices("d")
            await follower.until { $0.names(.service, "good") == ["c", "d"] }
            #expect(follower.status("good")?.failures.isEmpty == true)
            bad.heal()
            await follower.until { $0.names(.service, "bad") == ["a"] }
            #expect(follower.emptied.isEmpty)
        }
    }

    @Test("A cluster that outgrows its bounds keeps its last state, and recovers when it is small again")
    func growth() async throws {
        var settings = Self.settings()
        settings.clusterObjects = 5
        try await Self.play(settings) { bad, _, follower in
            await follower.untilSynced("bad", "good")
            // All kinds count together.
            for name in ["p", "q", "r"] { try bad.put(.pod(name)) }
            await follower.until { $0.names(.pod, "bad") == ["p", "q", "r"] }
            try bad.putServices("e")
            await follower.until { $0.status("bad")?.failures.first?.error.code == .limit }
            #expect(follower.status("bad")?.phase == .stale)
            #expect(follower.names(.service, "bad") == ["a", "b"])
            bad.delete("pods", "p", in: "shop")
            await follower.until { $0.names(.service, "bad") == ["a", "b", "e"] }
            await follower.until { $0.status("bad")?.phase == .synced }
        }
    }

    @Test("A cluster that exceeds its bounds at the start does not become complete")
    func start() async throws {
        var settings = Self.settings()
        settings.clusterObjects = 1
        try await Self.play(settings) { _, _, follower in
            await follower.untilSynced("good")
            await follower.until { $0.status("bad")?.lastFailure?.error.code == .limit }
            #expect(follower.status("bad")?.isSynced == false)
            #expect(follower.names(.service, "bad").isEmpty)
        }
    }

    @Test("Clusters whose servers do not close their TLS connections are stopped side by side", .timeLimit(.minutes(1)))
    func stop() async throws {
        try await TestAuthority.use { authority in
            _ = try await authority.authority()
            let files = try await authority.server()
            let tls = KubernetesTestServer.TLS(certificate: files.certificate, key: files.key)
            try await KubernetesTestServer.use(tls: tls) { server in
                try await KubernetesTestServer.use { config in
                    // One after the other they would take several minutes: each waits some seconds for its server.
                    let ids = (0..<24).map { "c\($0)" }
                    let kubeconfig = """
                        {"current-context":"c","contexts":[{"name":"c","context":{"cluster":"c","user":"u"}}],
                        "clusters":[{"name":"c","cluster":{"server":"\(server.url)","insecure-skip-tls-verify":true}}],
                        "users":[{"name":"u","user":{"token":"t"}}]}
                        """
                    try config.put(.remoteSecret("s", ids.map { ($0, kubeconfig) }))
                    var configuration = try KubernetesSources.Configuration(config, kinds: [.service])
                    configuration.secretCluster = "east"
                    configuration.remoteKinds = [.service]
                    try await Follower.follow(configuration) { follower in
                        await follower.until { $0.synced.count == ids.count + 1 }
                        server.freeze()
                    }
                }
            }
        }
    }
}
