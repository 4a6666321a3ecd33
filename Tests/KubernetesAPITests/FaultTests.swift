import KubernetesTestServer
import MeshModel
import MeshSources
import Testing

@testable import KubernetesAPI

@Suite("Faults of an API server", .timeLimit(.minutes(10)))
struct FaultTests {
    static let html = "<html>Bad gateway</html>"

    static let listFaults: [(TestFault, KubernetesError.Code)] = [
        (.status(500, reason: "InternalError", message: "etcd"), .server), (.status(503), .server),
        (.status(429, reason: "TooManyRequests", message: "slow down", retryAfter: 0), .throttled),
        (.body(html), .malformed), (.body(html, status: 502), .server), (.body(""), .malformed),
        (.body("{\"items\":[]}"), .malformed),
        (.body("{\"metadata\":{\"resourceVersion\":7},\"items\":[]}"), .malformed),
        (.body("{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":{}}"), .malformed),
        (.body("{\"metadata\":{\"resourceVersion\":\"7\"}"), .malformed), (.body("[]"), .malformed),
        (.body("null"), .malformed), (.body(String(repeating: "[", count: 100_000)), .limit),
        (.truncated, .interrupted), (.close, .unreachable), (.huge(bytes: 1 << 20), .limit), (.hang, .silent),
        (.status(401), .unauthorized), (.status(301), .server), (.status(404), .absent),
    ]

    @Test("A failed list is retried, whatever the failure", arguments: listFaults)
    func list(fault: TestFault, code: KubernetesError.Code) async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            // A request rejected as unauthorized is retried once at once.
            server.inject(fault, into: "services", .list, times: code == .unauthorized ? 2 : 1)
            var settings = SourceSettings.quick
            settings.answerSilence = fault == .hang ? .milliseconds(200) : .seconds(60)
            settings.answerBytes = 1 << 18
            try await Follower.follow(
                KubernetesSources.Configuration(server, kinds: [.service], settings: settings)
            ) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a"])
                #expect(follower.status()?.lastFailure?.error.code == code)
                #expect(follower.status()?.lastFailure?.subject == "services")
                #expect(follower.status()?.failures.isEmpty == true)
            }
        }
    }

    @Test("Lists are compressed, watches are not")
    func compression() async throws {
        try await KubernetesTestServer.use(compresses: true) { server in
            let names = (0..<300).map { "service-\($0)" }
            for name in names { try server.putServices(name) }
            try await Follower.follow(KubernetesSources.Configuration(server, kinds: [.service])) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service) == names.sorted())
                try server.putServices("another")
                await follower.until { $0.names(.service).contains("another") }
                let requests = server.requests.filter { $0.resource == "services" }
                #expect(requests.allSatisfy { ($0.acceptEncoding == "gzip") == ($0.verb != .watch) })
            }
        }
    }

    @Test("A small compressed response with a large content is rejected")
    func inflation() async throws {
        try await KubernetesTestServer.use(compresses: true) { server in
            try server.putServices("a")
            server.inject(.huge(bytes: 1 << 22), into: "services", .list, times: 1)
            var settings = SourceSettings.quick
            settings.answerBytes = 1 << 18
            try await Follower.follow(
                KubernetesSources.Configuration(server, kinds: [.service], settings: settings)
            ) { follower in
                await follower.untilSynced("east")
                #expect(follower.status()?.lastFailure?.error.code == .limit)
            }
        }
    }

    static let watchFaults: [(TestFault, KubernetesError.Code)] = [
        (.status(500), .server), (.status(429, retryAfter: 0), .throttled), (.status(403), .forbidden),
        (.close, .unreachable),
        (.status(410, reason: "Gone"), .expired), (.status(404), .absent), (.body(html), .interrupted),
        (.watchLines(["{\"type\":\"ADDED\""]), .malformed), (.watchLines(["nonsense"]), .malformed),
        (.watchLines(["{\"type\":\"SURPRISE\",\"object\":{}}"]), .malformed),
        (.watchLines(["{\"type\":\"ADDED\",\"object\":[]}"]), .malformed),
        (.watchLines(["{\"type\":\"ADDED\",\"object\":{\"metadata\":{}}}"]), .malformed),
        (.watchLines([String(repeating: " ", count: 100_000)]), .limit),
        (.huge(bytes: 1 << 20), .limit),
        (
            .watchLines([
                "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":500,\"reason\":\"InternalError\",\"message\":\"no\"}}"
            ]), .server
        ),
        (
            .watchLines([
                "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\",\"message\":\"old\"}}"
            ]), .expired
        ),
    ]

    @Test("A failed watch is resumed, whatever the failure", arguments: watchFaults)
    func watch(fault: TestFault, code: KubernetesError.Code) async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            server.inject(fault, into: "services", .watch)
            var settings = SourceSettings.quick
            settings.lineBytes = 50_000
            try await Follower.follow(KubernetesSources.Configuration(server, settings: settings)) { follower in
                await follower.untilSynced("east")
                await server.wait(forAll: 2) { $0.resource == "services" && $0.verb == .watch }
                try server.putServices("b")
                await follower.until { $0.names(.service) == ["a", "b"] }
                #expect(follower.emptied.isEmpty)
                #expect(follower.status()?.lastFailure?.error.code == code)
            }
        }
    }

    @Test("Invalid objects are reported and do not delay other objects")
    func wrongTypes() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            var odd = TestJSON.service("odd")
            odd["spec"] = ["ports": "eighty"]
            try server.put(odd)
            try await Follower.follow(KubernetesSources.Configuration(server)) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a", "odd"])
                try server.putServices("b")
                await follower.until { $0.names(.service) == ["a", "b", "odd"] }
            }
        }
    }

    @Test("A forbidden optional kind does not delay others, and is watched once it is permitted")
    func forbidden() async throws {
        try await KubernetesTestServer.use { server in
            server.forbid(["nodes"])
            try server.putServices("a")
            try server.put(.node("n"))
            let configuration = try KubernetesSources.Configuration(server, kinds: [.service, .node])
            try await Follower.follow(configuration) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a"])
                #expect(follower.status()?.forbidden == [.node])
                #expect(follower.status()?.phase == .synced)
                await server.wait(forAll: 3) { $0.resource == "nodes" }
                server.forbid([])
                await follower.until { $0.names(.node) == ["n"] }
                #expect(follower.status()?.forbidden == [])
                #expect(follower.log.lines.count { $0.contains("watch failed") && $0.contains("nodes") } == 1)
            }
        }
    }

    @Test("A kind is watched once it is installed, and empty once it is uninstalled", arguments: [false, true])
    func installed(isDiscoveryForbidden: Bool) async throws {
        try await KubernetesTestServer.use { server in
            server.uninstall("gateways")
            server.forbidDiscovery(isDiscoveryForbidden)
            try server.putServices("a")
            let configuration = try KubernetesSources.Configuration(server, kinds: [.service, .gateway, .serviceEntry])
            try await Follower.follow(configuration) { follower in
                await follower.untilSynced("east")
                #expect(follower.status()?.absent == [.gateway])
                try server.install("gateways")
                try server.put(.gateway("g"))
                await follower.until { $0.names(.gateway) == ["g"] }
                #expect(follower.status()?.absent == [])
                server.uninstall("gateways")
                await follower.until { $0.names(.gateway) == [] }
                #expect(follower.names(.service) == ["a"])
                try server.install("gateways")
                try server.put(.gateway("h"))
                await follower.until { $0.names(.gateway) == ["h"] }
            }
        }
    }

    @Test("The source of an unreachable server keeps its last state and resumes when the server is back")
    func unreachable() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            try await Follower.follow(KubernetesSources.Configuration(server)) { follower in
                await follower.untilSynced("east")
                await server.disappear()
                await follower.until { $0.status()?.phase == .stale }
                #expect(follower.names(.service) == ["a"])
                #expect(follower.status()?.isSynced == true)
                #expect(follower.status()?.failures.isEmpty == false)
                try server.putServices("b")
                try await server.reappear()
                await follower.until { $0.names(.service) == ["a", "b"] }
                await follower.until { $0.status()?.phase == .synced }
                #expect(follower.emptied.isEmpty)
                #expect(follower.replacements[.service] == 1)
            }
        }
    }

    @Test("A cluster that was never reached does not delay others")
    func neverReached() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            let gone = try await KubernetesTestServer.start()
            await gone.disappear()
            var configuration = try KubernetesSources.Configuration(server)
            configuration.clusters.append(
                KubernetesSources.Cluster("west", access: try gone.access(), kinds: [.service])
            )
            try await Follower.follow(configuration) { follower in
                await follower.untilSynced("east")
                await follower.until { $0.status("west")?.phase == .unreachable }
                #expect(follower.names(.service) == ["a"])
                #expect(!follower.sources.isSynced)
                #expect(follower.status("west")?.lastFailure?.error.message.hasSuffix(": Connection refused") == true)
                try gone.putServices("w")
                try await gone.reappear()
                await follower.untilSynced("west")
                #expect(follower.names(.service, "west") == ["w"])
                #expect(follower.sources.isSynced)
            }
            await gone.stop()
        }
    }
}
