import KubernetesTestServer
import MeshModel
import MeshSources
import Testing

@testable import KubernetesAPI

@Suite("Initial sync with a server that is starting or restricts access", .timeLimit(.minutes(10)))
struct StartTests {
    private static let parts: [TestStartupPart] = [.permissions, .definitions]

    @Test("A server that is starting is not used before it has started", arguments: parts)
    func starting(without part: TestStartupPart) async throws {
        try await KubernetesTestServer.use { server in
            server.start(without: [part])
            try server.putServices("a")
            try server.put(.gateway("g"))
            let configuration = try KubernetesSources.Configuration(server, kinds: [.service, .gateway])
            try await Follower.follow(configuration) { follower in
                await server.wait(forAll: 4) { $0.verb == .ready }
                #expect(server.requests.allSatisfy { $0.verb == .ready })
                #expect(follower.status()?.isSynced == false)
                #expect(follower.status()?.failures.contains { $0.error.message.contains(part.rawValue) } == true)
                server.start(without: [])
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a"])
                #expect(follower.names(.gateway) == ["g"])
            }
        }
    }

    @Test("A kind that is forbidden once at the start is not served without", arguments: ["services", "nodes"])
    func forbiddenOnce(resource: String) async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            try server.put(.node("n"))
            server.inject(.status(403, reason: "Forbidden"), into: resource, .list)
            let configuration = try KubernetesSources.Configuration(server, kinds: [.service, .node])
            try await Follower.follow(configuration) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a"])
                #expect(follower.names(.node) == ["n"])
            }
        }
    }

    @Test("A kind that is absent once at the start is not served without")
    func absentOnce() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            try server.put(.gateway("g"))
            server.inject(
                .body("{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[]}"),
                into: "",
                .discovery
            )
            let configuration = try KubernetesSources.Configuration(server, kinds: [.service, .gateway])
            try await Follower.follow(configuration) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.gateway) == ["g"])
            }
        }
    }

    @Test("A cluster that forbids a required kind is not synced until it permits it")
    func required() async throws {
        try await KubernetesTestServer.use { server in
            server.forbid(["endpointslices"])
            try server.putServices("a")
            let configuration = try KubernetesSources.Configuration(server, kinds: [.service, .endpointSlice])
            try await Follower.follow(configuration) { follower in
                await follower.until { $0.status()?.forbidden == [.endpointSlice] }
                #expect(follower.status()?.isSynced == false)
                #expect(follower.status()?.phase == .unreachable)
                #expect(follower.status()?.failures.first?.error.message.contains("endpointslices") == true)
                server.forbid([])
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a"])
                #expect(follower.status()?.phase == .synced)
            }
        }
    }

    @Test("The clusters are not known while remote secrets are forbidden")
    func secrets() async throws {
        try await KubernetesTestServer.use { server in
            server.forbid(["secrets"])
            try server.putServices("a")
            var configuration = try KubernetesSources.Configuration(server)
            configuration.secretCluster = "east"
            try await Follower.follow(configuration) { follower in
                await follower.untilSynced("east")
                await server.wait(forAll: 3) { $0.resource == "secrets" }
                #expect(!follower.sources.areClustersKnown)
                #expect(follower.sources.secretFailure?.code == .forbidden)
                server.forbid([])
                while !follower.sources.areClustersKnown { try await Task.sleep(for: .milliseconds(2)) }
                #expect(follower.sources.secretFailure == nil)
            }
        }
    }

    @Test("A kind that was watched and is forbidden for a while is retried like after any failure")
    func forbiddenLater() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            var settings = SourceSettings.quick
            settings.dormantWait = .seconds(3_600)
            try await Follower.follow(KubernetesSources.Configuration(server, settings: settings)) { follower in
                await follower.untilSynced("east")
                await server.wait(forAll: 1) { $0.resource == "services" && $0.verb == .watch }
                server.forbid(["services"])
                server.dropWatches(of: "services")
                await follower.until { $0.status()?.phase == .stale }
                await server.wait(for: 3) { $0.resource == "services" }
                try server.putServices("b")
                server.forbid([])
                await follower.until { $0.names(.service) == ["a", "b"] }
                #expect(follower.emptied.isEmpty)
            }
        }
    }

    @Test("Only the metadata of CustomResourceDefinitions is requested, and a new one is discovered")
    func definitions() async throws {
        try await KubernetesTestServer.use { server in
            server.uninstall("gateways")
            try server.putServices("a")
            let configuration = try KubernetesSources.Configuration(server, kinds: [.service, .gateway])
            try await Follower.follow(configuration) { follower in
                await follower.untilSynced("east")
                #expect(follower.status()?.absent == [.gateway])
                await server.wait(forAll: 1) { $0.resource == "customresourcedefinitions" && $0.verb == .watch }
                try server.install("gateways")
                try server.put(.gateway("g"))
                await follower.until { $0.names(.gateway) == ["g"] }
                let accepted = server.requests.filter { $0.resource == "customresourcedefinitions" }.map(\.accept)
                #expect(accepted.allSatisfy { $0?.contains("as=PartialObjectMetadata") == true })
            }
        }
    }
}
