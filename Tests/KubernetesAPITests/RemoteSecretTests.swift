import KubernetesTestServer
import MeshModel
import MeshSources
import Testing
import TextFormats

@testable import KubernetesAPI

@Suite("Remote secrets of the config cluster", .timeLimit(.minutes(10)))
struct RemoteSecretTests {
    static func kubeconfig(_ server: KubernetesTestServer, token: String = "t") -> String {
        server.kubeconfig(token: token)
    }

    /// Runs a test with the config cluster, another one, and a consumer of both.
    static func use(
        _ prepare: (KubernetesTestServer, KubernetesTestServer) throws -> Void = { _, _ in },
        _ body: (Follower, KubernetesTestServer, KubernetesTestServer) async throws -> Void
    ) async throws {
        try await KubernetesTestServer.use { config in
            try await KubernetesTestServer.use { west in
                try config.putServices("c")
                try west.putServices("w")
                try prepare(config, west)
                var configuration = try KubernetesSources.Configuration(config, kinds: [.service])
                configuration.secretCluster = "east"
                configuration.remoteKinds = [.service, .pod, .gateway]
                try await Follower.follow(configuration) { try await body($0, config, west) }
            }
        }
    }

    @Test("A remote secret adds a cluster, and its removal removes the cluster")
    func added() async throws {
        try await Self.use { follower, config, west in
            await follower.untilSynced("east")
            await follower.until { $0.sources.areClustersKnown }
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west))]))
            await follower.untilSynced("west")
            #expect(follower.names(.service, "west") == ["w"])
            #expect(follower.status("west")?.origin == "Secret istio-system/s, key west, context test")
            try west.putServices("x")
            await follower.until { $0.names(.service, "west") == ["w", "x"] }
            config.delete("secrets", "s", in: "istio-system")
            await follower.until { $0.told.contains("removed west") }
            #expect(follower.status("west") == nil)
            while west.watchCount() > 0 { try await Task.sleep(for: .milliseconds(1)) }
            #expect(follower.names(.service) == ["c"])
            let request = config.requests.first { $0.resource == "secrets" }
            #expect(request?.path == "/api/v1/namespaces/istio-system/secrets")
            #expect(request?.query["labelSelector"] == "istio/multiCluster=true")
        }
    }

    @Test("A rotation to the same bytes has no effect")
    func sameBytes() async throws {
        try await Self.use { config, west in
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west))]))
        } _: { follower, config, west in
            await follower.untilSynced("west")
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west))]))
            try config.putServices("d")
            try config.put(.remoteSecret("other", [("north", "{")]))
            await follower.until { !$0.sources.problems.isEmpty }
            try west.putServices("x")
            await follower.until { $0.names(.service, "west") == ["w", "x"] }
            #expect(follower.told.count { $0.contains("west") } == 2)
            #expect(west.requests.count { $0.resource == "services" && $0.verb == .list } == 1)
        }
    }

    @Test("During a rotation the old source runs until the new one is synced, then they are swapped atomically (P28)")
    func rotated() async throws {
        try await Self.use { config, west in
            west.accept(authorizations: ["Bearer old", "Bearer new"])
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west, token: "old"))]))
        } _: { follower, config, west in
            await follower.untilSynced("west")
            // The new source requests what the old one has, and gets no response.
            west.inject(.hang, into: "pods", .list)
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west, token: "new"))]))
            await west.wait(forAll: 1) { $0.authorization == "Bearer new" && $0.resource == "pods" }
            try west.putServices("x")
            await follower.until { $0.names(.service, "west") == ["w", "x"] }
            #expect(!follower.told.contains("replaced west"))
            west.dropWatches()
            // A second rotation replaces the pending one.
            west.accept(authorizations: ["Bearer newer"])
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west, token: "newer"))]))
            west.delete("services", "w", in: "shop")
            await follower.until { $0.told.contains("replaced west") }
            await follower.until { $0.names(.service, "west") == ["x"] }
            try west.putServices("y")
            await follower.until { $0.names(.service, "west") == ["x", "y"] }
            #expect(follower.emptied.isEmpty)
            #expect(!follower.told.contains("removed west"))
            #expect(follower.status("west")?.phase == .synced)
            #expect(!follower.log.lines.contains { $0.contains("newer") })
        }
    }

    @Test("A rotation to another server replaces all objects by those of the new server")
    func moved() async throws {
        try await KubernetesTestServer.use { other in
            try other.putServices("o")
            // A kind that only the old server has.
            other.uninstall("gateways")
            try await Self.use { config, west in
                try west.put(.gateway("g"))
                try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west))]))
            } _: { follower, config, west in
                await follower.untilSynced("west")
                try west.put(.pod("p"))
                await follower.until { $0.names(.pod, "west") == ["p"] }
                try config.put(.remoteSecret("s", [("west", Self.kubeconfig(other))]))
                await follower.until { $0.told.contains("replaced west") }
                #expect(follower.names(.service, "west") == ["o"])
                #expect(follower.names(.pod, "west") == [])
                #expect(follower.names(.gateway, "west") == [])
                while west.watchCount() > 0 { try await Task.sleep(for: .milliseconds(1)) }
            }
        }
    }

    @Test("A rotation to credentials with fewer permissions is reported and waits until they suffice")
    func lesserRotation() async throws {
        try await Self.use { config, west in
            try west.put(.pod("p"))
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west))]))
        } _: { follower, config, west in
            await follower.untilSynced("west")
            west.forbid(["pods"])
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west, token: "lesser"))]))
            await west.wait(forAll: 3) { $0.authorization == "Bearer lesser" && $0.resource == "pods" }
            try west.putServices("x")
            await follower.until { $0.names(.service, "west") == ["w", "x"] }
            #expect(follower.status("west")?.rotationFailure?.code == .forbidden)
            west.forbid([])
            await follower.until { $0.told.contains("replaced west") }
            #expect(follower.names(.pod, "west") == ["p"])
            #expect(follower.status("west")?.rotationFailure == nil)
            #expect(follower.emptied.isEmpty)
        }
    }

    private static let withPlugin = """
        contexts: [{name: c, context: {cluster: k, user: u}}]
        clusters: [{name: k, cluster: {server: "https://127.0.0.1:1"}}]
        users: [{name: u, user: {exec: {command: sh}}}]
        """

    static let bad: [(TestJSON, String)] = [
        ("%%", "not base64"), (.string(Base64.encode(Array("{".utf8))), "expected"),
        (.string(Base64.encode(Array(withPlugin.utf8))), "exec runs a program"),
    ]

    @Test("A rotation to an invalid kubeconfig is reported and keeps the old source", arguments: bad)
    func badRotation(value: TestJSON, message: String) async throws {
        try await Self.use { config, west in
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west))]))
        } _: { follower, config, west in
            await follower.untilSynced("west")
            var secret = TestJSON.remoteSecret("s", [])
            secret["data"] = ["west": value]
            try config.put(secret)
            await follower.until { !$0.sources.problems.isEmpty }
            #expect(follower.sources.problems.first?.origin == "Secret istio-system/s, key west")
            #expect(follower.sources.problems.first?.message.contains(message) == true)
            try west.putServices("x")
            await follower.until { $0.names(.service, "west") == ["w", "x"] }
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west))]))
            await follower.until { $0.sources.problems.isEmpty }
            #expect(follower.told.count { $0.contains("west") } == 2)
        }
    }

    @Test("Of two remote secrets with the same cluster the first by name is used, then the second after its removal")
    func doubled() async throws {
        try await KubernetesTestServer.use { other in
            try other.putServices("o")
            try await Self.use { config, west in
                try config.put(
                    .remoteSecret("b", [("west", Self.kubeconfig(other)), ("north", Self.kubeconfig(other))])
                )
                try config.put(.remoteSecret("a", [("west", Self.kubeconfig(west))]))
            } _: { follower, config, west in
                await follower.untilSynced("west", "north")
                #expect(follower.names(.service, "west") == ["w"])
                #expect(
                    follower.sources.problems.map(\.description) == [
                        "Secret istio-system/b, key west: cluster west is already in Secret istio-system/a, which takes precedence"
                    ]
                )
                config.delete("secrets", "a", in: "istio-system")
                await follower.until { $0.names(.service, "west") == ["o"] }
                #expect(!follower.told.contains("removed west"))
                #expect(follower.emptied.isEmpty)
                #expect(follower.sources.problems.isEmpty)
            }
        }
    }

    @Test("A remote secret cannot take the id of a configured cluster")
    func ownID() async throws {
        try await Self.use { config, west in
            try config.put(.remoteSecret("s", [("east", Self.kubeconfig(west)), ("west", Self.kubeconfig(west))]))
        } _: { follower, config, west in
            await follower.untilSynced("east", "west")
            #expect(follower.names(.service) == ["c"])
            #expect(follower.sources.problems.first?.cluster == "east")
            #expect(west.requests.count { $0.resource == "services" && $0.verb == .list } == 1)
        }
    }

    @Test("Forbidden Secrets are reported and do not delay other sources")
    func forbidden() async throws {
        try await Self.use { config, west in
            config.forbid(["secrets"])
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west))]))
        } _: { follower, config, _ in
            await follower.untilSynced("east")
            await follower.until { !$0.sources.problems.isEmpty }
            #expect(follower.sources.problems.first?.origin == "Secrets of istio-system")
            #expect(!follower.sources.areClustersKnown)
            config.forbid([])
            await follower.untilSynced("west")
            #expect(follower.sources.problems.isEmpty)
        }
    }

    @Test("An unreachable remote cluster does not delay others and may be rotated")
    func unreachable() async throws {
        let gone = try await KubernetesTestServer.start()
        await gone.disappear()
        try await Self.use { config, west in
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(gone)), ("north", Self.kubeconfig(west))]))
        } _: { follower, config, west in
            await follower.untilSynced("east", "north")
            await follower.until { $0.status("west")?.phase == .unreachable }
            try config.put(.remoteSecret("s", [("west", Self.kubeconfig(west)), ("north", Self.kubeconfig(west))]))
            await follower.untilSynced("west")
            #expect(follower.names(.service, "west") == ["w"])
        }
    }
}
