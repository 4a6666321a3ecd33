import KubernetesTestServer
import MeshSources
import Testing
import TranslationTestSupport

@Suite(
    "After every kind of trouble the state of live clusters equals that of a fresh load",
    .serialized,
    .timeLimit(.minutes(10))
)
struct LiveClusterTests {
    @Test("a Secret is added, its credentials are rotated, the cluster is removed and added again")
    func secrets() async throws {
        try await LiveScene.play { scene in
            let alone = try await scene.settle()
            try scene.putSecret()
            let both = try await scene.settle()
            #expect(both != alone)
            // The old token is rejected from now on; the Secret contains a new one.
            scene.west.accept(authorizations: ["Bearer second"])
            scene.west.dropWatches()
            try scene.putSecret(token: "second")
            for text in Manifest.workload("web", "late", ips: ["10.2.0.9"]) { try scene.west.put(manifests: text) }
            var wasEmpty = false
            let watching = { if !scene.hasEndpoints() { wasEmpty = true } }
            watching()
            let rotated = try await scene.settle()
            #expect(rotated != both)
            #expect(!wasEmpty)
            scene.east.delete("secrets", "west", in: "istio-system")
            #expect(try await scene.settle() == alone)
            try scene.putSecret(token: "second")
            #expect(try await scene.settle() == rotated)
        }
    }

    /// A kind of trouble while objects change.
    struct Trouble: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let happen: @Sendable (LiveScene) async throws -> Void
    }

    private static let troubles = [
        Trouble(testDescription: "a watch receives the error that its version is too old (410)") { scene in
            scene.east.dropWatches()
            try await changeEndpoints(scene)
            scene.east.compact()
        },
        Trouble(testDescription: "watches are dropped within a line") { scene in
            scene.east.dropWatches(isWithinLine: true)
            try await changeEndpoints(scene)
        },
        Trouble(testDescription: "lists come in small pieces, slowly") { scene in
            scene.east.inject(.trickle(bytes: 400, milliseconds: 1), into: "pods", .list, times: 2)
            scene.east.inject(.trickle(bytes: 400, milliseconds: 1), into: "endpointslices", .list, times: 2)
            try await changeEndpoints(scene)
            scene.east.compact()
            scene.east.dropWatches()
        },
        Trouble(testDescription: "the server fails for a while, and is unreachable") { scene in
            scene.east.inject(.status(500), times: 5)
            scene.east.dropWatches()
            await scene.east.disappear()
            try await changeEndpoints(scene)
            try await scene.east.reappear()
        },
        Trouble(testDescription: "pods are forbidden for a while") { scene in
            scene.east.forbid(["pods"])
            scene.east.dropWatches(of: "pods")
            try await changeEndpoints(scene)
            scene.east.forbid([])
        },
        Trouble(testDescription: "the system namespace gets another network label") { scene in
            try scene.east.put(manifests: Manifest.namespace("istio-system", network: "other-network"))
        },
        Trouble(testDescription: "another node carries the NodePort gateway") { scene in
            try scene.west.put(manifests: EdgeNodeCluster.node("a", address: "192.0.2.20", isEdge: false))
            try scene.west.put(manifests: EdgeNodeCluster.node("b", address: "192.0.2.21", isEdge: true))
        },
        Trouble(testDescription: "the node of the gateway gets another address") { scene in
            try scene.west.put(manifests: EdgeNodeCluster.node("a", address: "192.0.2.99", isEdge: true))
        },
        Trouble(testDescription: "the config cluster's MeshNetworks claim a cluster") { scene in
            try scene.east.put(
                manifests: """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: istio, namespace: istio-system}
                    data: {meshNetworks: "networks: {claimed: {endpoints: [{fromRegistry: west}]}}"}
                    """
            )
        },
        Trouble(testDescription: "the store is restored from an older copy") { scene in
            let version = scene.east.resourceVersion
            try await changeEndpoints(scene)
            try await scene.settle()
            scene.east.delete("endpointslices", "web-more", in: "shop")
            scene.east.restore(to: version)
            scene.east.dropWatches()
        },
        Trouble(testDescription: "the store is restored, and gives a version a second time") { scene in
            // The endpoints of `web-1` have other addresses, but their uid and version are the same.
            for text in Manifest.workload("web", ips: ["10.1.0.41", "10.1.0.42"]) {
                try scene.east.rewrite(manifests: text)
            }
            // Found by the next list, which is due because the known version is forgotten.
            scene.east.dropWatches()
            try scene.east.put(manifests: Manifest.namespace("other"))
            scene.east.compact()
        },
        Trouble(testDescription: "an object cannot be read any more") { scene in
            var slice = try #require(scene.west.object("endpointslices", "web-1", in: "shop"))
            slice["endpoints"] = "none"
            try scene.west.put(slice)
        },
        Trouble(testDescription: "streaming lists are accepted and never end") { scene in
            scene.east.inject(.watchLines([]), into: "endpointslices", .streamingList)
            try await changeEndpoints(scene)
            scene.east.compact()
            scene.east.dropWatches()
        },
        Trouble(testDescription: "the server is starting again, and knows neither permissions nor definitions") {
            scene in
            await scene.east.disappear()
            try await changeEndpoints(scene)
            scene.east.start(without: [.permissions, .definitions])
            try await scene.east.reappear()
            await scene.east.wait(for: 3) { $0.verb == .ready || $0.verb == .verification }
            scene.east.start(without: [])
        },
        Trouble(testDescription: "the server limits requests") { scene in
            scene.east.inject(.status(429, reason: "TooManyRequests", retryAfter: 0), times: 6)
            try await changeEndpoints(scene)
            scene.east.compact()
            scene.east.dropWatches()
        },
        Trouble(testDescription: "a service is deleted with all that belongs to it") { scene in
            scene.west.delete("endpointslices", "web-1", in: "shop")
            scene.west.delete("pods", "web-1-0", in: "shop")
            scene.west.delete("pods", "web-1-1", in: "shop")
        },
    ]

    @Test("while objects change", arguments: troubles)
    func trouble(_ trouble: Trouble) async throws {
        try await LiveScene.play { scene in
            try scene.putSecret()
            while scene.endpoints < 3 { try await scene.settle(isChanged: false) }
            try await trouble.happen(scene)
            try await scene.settle()
            // The sources continue to watch.
            for text in Manifest.workload("web", "last", ips: ["10.1.0.77"]) { try scene.east.put(manifests: text) }
            try await scene.settle()
        }
    }

    @Test("A ConfigMap that cannot be read leaves what is served, and no other server starts with it")
    func configuration() async throws {
        try await LiveScene.play { scene in
            let before = try await scene.settle()
            try scene.putConfigMap("networks: {claimed: {endpoints: [{fromRegistry: east}]}}")
            let valid = try await scene.settle()
            #expect(valid != before)
            try scene.putConfigMap("networks: 5")
            try await scene.until { !$0.problems.isEmpty }
            #expect(scene.served == valid)
            await #expect(throws: InputErrors.self) { try await scene.fresh() }
            scene.east.compact()
            scene.east.dropWatches()
            for text in Manifest.workload("web", "last", ips: ["10.1.0.77"]) { try scene.east.put(manifests: text) }
            try await scene.until { $0.served != valid }
            #expect(!scene.problems.isEmpty)
            // Another name alone would not change an answer; a gateway does.
            try scene.putConfigMap(
                "networks: {other: {endpoints: [{fromRegistry: east}], gateways: [{address: 192.0.2.90, port: 15443}]}}"
            )
            try await scene.settle()
            #expect(scene.problems.isEmpty)
        }
    }

    private static func changeEndpoints(_ scene: LiveScene) async throws {
        for text in Manifest.workload("web", "more", ips: ["10.1.0.8", "10.1.0.9"]) {
            try scene.east.put(manifests: text)
        }
    }
}
