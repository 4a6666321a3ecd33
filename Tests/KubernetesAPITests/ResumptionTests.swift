import KubernetesTestServer
import MeshModel
import MeshSources
import Testing

@testable import KubernetesAPI

@Suite("Resumption of lists and watches", .timeLimit(.minutes(10)))
struct ResumptionTests {
    @Test("A server that does not stream lists is asked for pages")
    func refusedStream() async throws {
        try await KubernetesTestServer.use { server in
            server.streamLists(false)
            try server.putServices("a")
            var settings = SourceSettings.quick
            settings.prefersStreamingLists = true
            try await Follower.follow(KubernetesSources.Configuration(server, settings: settings)) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a"])
                #expect(follower.status()?.lastFailure == nil)
            }
        }
    }

    @Test("An expired version leads to a list, and no kind is empty meanwhile")
    func compacted() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a", "b")
            try await Follower.follow(KubernetesSources.Configuration(server)) { follower in
                await follower.untilSynced("east")
                await server.wait(forAll: 1) { $0.resource == "services" && $0.verb == .watch }
                await server.wait(forAll: 1) { $0.resource == "pods" && $0.verb == .watch }
                server.dropWatches(of: "services")
                server.inject(.close, into: "services", .watch)
                try server.put(.pod("p"))
                server.delete("services", "b", in: "shop")
                try server.putServices("c")
                server.compact()
                await follower.until { $0.names(.service) == ["a", "c"] }
                try server.putServices("d")
                await follower.until { $0.names(.service) == ["a", "c", "d"] }
                #expect(follower.emptied.isEmpty)
                #expect(follower.status()?.phase == .synced)
                #expect(server.requests.count { $0.resource == "pods" && $0.verb == .list } == 1)
            }
        }
    }

    @Test("Pages that expire during a list lead to a list in one piece")
    func expiredPages() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a", "b", "c", "d", "e")
            server.inject(.status(410, reason: "Expired"), into: "services", .nextPage)
            var settings = SourceSettings.quick
            settings.pageSize = 2
            try await Follower.follow(KubernetesSources.Configuration(server, settings: settings)) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a", "b", "c", "d", "e"])
                let lists = server.requests.filter { $0.resource == "services" && $0.verb == .list }
                #expect(lists.map { $0.query["limit"] } == ["2", nil])
            }
        }
    }

    @Test("A dropped watch resumes where it was, without a list", arguments: [false, true])
    func dropped(isWithinLine: Bool) async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            try await Follower.follow(KubernetesSources.Configuration(server)) { follower in
                await follower.untilSynced("east")
                for name in ["b", "c", "d"] {
                    await server.wait(forAll: 1) { $0.resource == "services" && $0.verb == .watch }
                    server.dropWatches(of: "services", isWithinLine: isWithinLine)
                    try server.putServices(name)
                    await follower.until { $0.names(.service).contains(name) }
                }
                #expect(follower.names(.service) == ["a", "b", "c", "d"])
                #expect(server.requests.count { $0.resource == "services" && $0.verb == .list } == 1)
                #expect(follower.replacements[.service] == 1)
            }
        }
    }

    @Test("A watch that ends after its time resumes where it was")
    func ended() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            try await Follower.follow(KubernetesSources.Configuration(server)) { follower in
                await follower.untilSynced("east")
                await server.wait(forAll: 2) { $0.verb == .watch }
                server.endWatches()
                server.sendBookmarks()
                try server.putServices("b")
                await follower.until { $0.names(.service) == ["a", "b"] }
                #expect(follower.replacements[.service] == 1)
            }
        }
    }

    @Test("A silent watch is resumed, and replaced by a list the second time")
    func silent() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            server.inject(.watchLines([]), into: "services", .watch, times: 2)
            var settings = SourceSettings.quick
            settings.watchSilence = .milliseconds(60)
            try await Follower.follow(
                KubernetesSources.Configuration(server, kinds: [.service], settings: settings)
            ) { follower in
                await server.wait(forAll: 2) { $0.verb == .list }
                try server.putServices("b")
                await follower.until { $0.names(.service) == ["a", "b"] }
                #expect(follower.status()?.lastFailure?.error.code == .silent)
                #expect(follower.emptied.isEmpty)
            }
        }
    }

    @Test("The limit of silence of a streaming list ends with its initial events")
    func quietStream() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            var settings = SourceSettings.quick
            settings.prefersStreamingLists = true
            settings.streamSilence = .milliseconds(200)
            settings.watchSilence = .seconds(600)
            try await Follower.follow(
                KubernetesSources.Configuration(server, kinds: [.service], settings: settings)
            ) { follower in
                await follower.untilSynced("east")
                // On a busy machine the list may be paged instead; then its watch follows.
                while server.requests.last(where: { $0.resource == "services" })?.query["watch"] != "true" {
                    try await Task.sleep(for: .milliseconds(5))
                }
                let before = server.requests.count { $0.resource == "services" }
                try await Task.sleep(for: .milliseconds(600))
                try server.putServices("b")
                await follower.until { $0.names(.service) == ["a", "b"] }
                #expect(server.requests.count { $0.resource == "services" } == before)
                #expect(follower.status()?.failures.isEmpty == true)
            }
        }
    }

    @Test("A server that was restored to an older state is listed again")
    func restored() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a", "b")
            var settings = SourceSettings.quick
            settings.watchSilence = .milliseconds(60)
            try await Follower.follow(KubernetesSources.Configuration(server, settings: settings)) { follower in
                await follower.untilSynced("east")
                server.delete("services", "b", in: "shop")
                server.restore(to: 500)
                server.dropWatches()
                await follower.until { $0.names(.service) == ["a"] && $0.version(.service, "a") == "500" }
                try server.putServices("c")
                await follower.until { $0.names(.service) == ["a", "c"] }
                #expect(follower.emptied.isEmpty)
            }
        }
    }

    @Test("A watch from a version of the server's future leads to a list")
    func tooLarge() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            server.inject(
                .status(504, reason: "Timeout", message: "Too large resource version: 9, current: 5"),
                into: "services",
                .watch
            )
            try await Follower.follow(KubernetesSources.Configuration(server, kinds: [.service])) { follower in
                await server.wait(forAll: 2) { $0.verb == .list }
                try server.putServices("b")
                await follower.until { $0.names(.service) == ["a", "b"] }
            }
        }
    }

    @Test("A slow list does not time out while data arrives")
    func slow() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a", "b", "c")
            server.inject(.trickle(bytes: 4, milliseconds: 20), into: "services", .list)
            var settings = SourceSettings.quick
            settings.answerSilence = .seconds(30)
            try await Follower.follow(KubernetesSources.Configuration(server, settings: settings)) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a", "b", "c"])
                #expect(server.requests.count { $0.resource == "services" && $0.verb == .list } == 1)
            }
        }
    }
}
