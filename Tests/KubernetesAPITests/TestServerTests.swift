import KubernetesTestServer
import MeshSources
import Synchronization
import Testing

@testable import KubernetesAPI

/// The responses of the stand-in server have the form of those of kube-apiserver 1.36.2 with etcd 3.5.16.
@Suite("Stand-in API server", .timeLimit(.minutes(10)))
struct TestServerTests {
    private static let services = RequestPath("/api/v1/services")

    /// A client, and the events that its watches receive.
    private final class Watching: Sendable {
        let client: APIClient
        private let lines = Mutex<[String]>([])

        init(_ server: KubernetesTestServer) throws {
            client = APIClient(try server.access(), settings: .quick)
        }

        /// Watches until the watch ends, and returns its lines.
        func watch(_ path: RequestPath, opened: @escaping @Sendable () -> Void = {}) async throws -> [String] {
            try await client.watch(
                path.with("watch", "true").with("allowWatchBookmarks", "true"),
                accept: "application/json",
                silence: { .seconds(600) },
                opened: opened,
                lines: { [self] received in
                    lines.withLock { $0 += received.map { String(decoding: $0, as: UTF8.self) } }
                    return true
                }
            )
            return lines.withLock { $0 }
        }
    }

    private static func use(_ body: (KubernetesTestServer, Watching) async throws -> Void) async throws {
        try await KubernetesTestServer.use { server in
            let watching = try Watching(server)
            do {
                try await body(server, watching)
            } catch {
                await watching.client.shutdown()
                throw error
            }
            await watching.client.shutdown()
        }
    }

    private static func failure(_ client: APIClient, _ path: RequestPath) async -> KubernetesError? {
        do throws(KubernetesError) {
            _ = try await client.get(path)
            return nil
        } catch {
            return error
        }
    }

    @Test("A streaming list ends with an annotated bookmark, and is invalid if the feature is off")
    func streaming() async throws {
        try await Self.use { server, watching in
            try server.putServices("a", "b")
            let path = Self.services.with("sendInitialEvents", "true").with("resourceVersionMatch", "NotOlderThan")
            let opened = Task {
                await server.wait(forAll: 1) { $0.verb == .streamingList }
                server.endWatches()
            }
            let lines = try await watching.watch(path)
            await opened.value
            #expect(lines.count >= 3)
            #expect(lines.prefix(2).allSatisfy { $0.contains("ADDED") })
            #expect(lines.dropFirst(2).first?.contains(#""k8s.io/initial-events-end":"true""#) == true)
            server.streamLists(false)
            let rejected = await Self.failure(watching.client, path.with("watch", "true"))
            #expect(rejected?.status == 422)
        }
    }

    @Test("A watch from a version that is too old receives an event with code 410, and ends")
    func expired() async throws {
        try await Self.use { server, watching in
            try server.putServices("a", "b")
            server.compact()
            let lines = try await watching.watch(Self.services.with("resourceVersion", "1001"))
            #expect(lines.count == 1)
            #expect(lines.first?.contains(#""type":"ERROR""#) == true)
            #expect(lines.first?.contains(#""reason":"Expired""#) == true)
            #expect(lines.first?.contains(#""code":410"#) == true)
        }
    }

    @Test("A watch from a version of the future is accepted and silent, and a list from it is rejected")
    func future() async throws {
        try await Self.use { server, watching in
            try server.putServices("a")
            let future = Self.services.with("resourceVersion", "9999999")
            let opened = Task {
                await server.wait(forAll: 1) { $0.verb == .watch }
                try server.putServices("b")
                server.sendBookmarks()
                server.endWatches()
            }
            #expect(try await watching.watch(future).isEmpty)
            try await opened.value
            let rejected = await Self.failure(
                watching.client,
                future.with("resourceVersionMatch", "NotOlderThan").with("limit", "1")
            )
            #expect(rejected?.status == 504)
            #expect(rejected?.code == .expired)
        }
    }

    @Test("A watch ends regularly, with a bookmark before")
    func ended() async throws {
        try await Self.use { server, watching in
            try server.putServices("a")
            let opened = Task {
                await server.wait(forAll: 1) { $0.verb == .watch }
                server.endWatches()
            }
            let lines = try await watching.watch(Self.services.with("resourceVersion", "1001"))
            await opened.value
            #expect(lines.count == 1)
            #expect(lines.first?.contains("BOOKMARK") == true)
        }
    }

    @Test("A continue token outlives a compaction, and after a restart another one continues")
    func pages() async throws {
        try await Self.use { server, watching in
            try server.putServices("a", "b", "c")
            func list(_ token: String) async throws -> ObjectList {
                var path = Self.services.with("limit", "1")
                if !token.isEmpty { path = path.with("continue", token) }
                let body = try await watching.client.get(path)
                return try ObjectList(json: body, of: .service, cluster: "east", systemNamespace: "istio-system")
            }
            let first = try await list("")
            server.compact()
            let second = try await list(first.continueToken)
            #expect(second.objects.map(\.name.name) == ["b"])
            server.expirePages()
            let path = Self.services.with("limit", "1").with("continue", second.continueToken)
            let rejected = await Self.failure(watching.client, path)
            #expect(rejected?.status == 410)
            #expect(rejected?.code == .expired)
        }
    }

    @Test("A kind that is not installed is not found, as plain text")
    func absent() async throws {
        try await Self.use { server, watching in
            server.uninstall("gateways")
            let path = RequestPath("/apis/gateway.networking.k8s.io/v1/gateways")
            let rejected = await Self.failure(watching.client, path)
            #expect(rejected?.code == .absent)
            #expect(rejected?.message == "HTTP status 404")
        }
    }

    @Test("The watch of a kind that is uninstalled receives its deletions, and ends")
    func uninstalled() async throws {
        try await Self.use { server, watching in
            try server.put(.gateway("g"))
            let opened = Task {
                await server.wait(forAll: 1) { $0.verb == .watch }
                server.uninstall("gateways")
            }
            let path = RequestPath("/apis/gateway.networking.k8s.io/v1/gateways").with("resourceVersion", "1001")
            let lines = try await watching.watch(path)
            await opened.value
            #expect(lines.first?.contains(#""type":"DELETED""#) == true)
        }
    }

    @Test("A kind that was just installed rejects its first list until its storage has started")
    func installed() async throws {
        try await Self.use { server, watching in
            server.uninstall("gateways")
            try server.install("gateways")
            let path = RequestPath("/apis/gateway.networking.k8s.io/v1/gateways")
            let rejected = await Self.failure(watching.client, path)
            #expect(rejected?.code == .throttled)
            #expect(rejected?.message.contains("storage is (re)initializing") == true)
            #expect(await Self.failure(watching.client, path) == nil)
        }
    }

    @Test("The open watch of a revoked token goes on, and new requests are rejected")
    func revoked() async throws {
        try await Self.use { server, watching in
            try server.putServices("a")
            let opened = Task {
                await server.wait(forAll: 1) { $0.verb == .watch }
                server.accept(authorizations: ["Bearer other"])
                try server.putServices("b")
                let rejected = await Self.failure(watching.client, Self.services)
                #expect(rejected?.code == .unauthorized)
                server.endWatches()
            }
            let lines = try await watching.watch(Self.services.with("resourceVersion", "1001"))
            try await opened.value
            #expect(lines.first?.contains(#""name":"b""#) == true)
        }
    }
}
