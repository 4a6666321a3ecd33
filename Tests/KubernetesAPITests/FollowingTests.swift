import KubernetesTestServer
import MeshModel
import MeshSources
import Testing

@testable import KubernetesAPI

@Suite("Clusters are followed over HTTP, whatever their API servers do", .timeLimit(.minutes(1)))
struct FollowingTests {
    @Test("Objects are listed, in pages or as a stream, and every change is told", arguments: [false, true])
    func changes(isStreaming: Bool) async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a", "b", "c", "d", "e")
            try server.put(.gateway("g"))
            var settings = SourceSettings.quick
            settings.pageSize = 2
            settings.prefersStreamingLists = isStreaming
            settings.userAgent = "eds-translator/test"
            let configuration = try KubernetesSources.Configuration(server, kinds: ObjectKind.all, settings: settings)
            try await Follower.follow(configuration) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a", "b", "c", "d", "e"])
                #expect(follower.names(.gateway) == ["g"])
                try server.putServices("f", "a", label: "2")
                server.delete("services", "b", in: "shop")
                server.delete("gateways", "g", in: "shop")
                let last = String(server.resourceVersion - 2)
                await follower.until {
                    $0.names(.service) == ["a", "c", "d", "e", "f"] && $0.names(.gateway) == []
                        && $0.version(.service, "a") == last
                }
                #expect(follower.told == ["added east", "synced east"])
                let lists = server.requests.filter {
                    $0.resource == "services" && [.list, .nextPage].contains($0.verb)
                }
                #expect(lists.count == (isStreaming ? 0 : 3))
                #expect(lists.allSatisfy { $0.query["limit"] == "2" && $0.query["resourceVersion"] == nil })
                #expect(server.requests.allSatisfy { $0.userAgent == "eds-translator/test" })
                let configMaps = server.requests.first { $0.resource == "configmaps" }
                #expect(configMaps?.path == "/api/v1/namespaces/istio-system/configmaps")
                #expect(configMaps?.query["fieldSelector"] == "metadata.name=istio")
                let watch = server.requests.first { $0.resource == "services" && $0.query["watch"] == "true" }
                #expect(watch?.query["allowWatchBookmarks"] == "true")
                #expect((300...600).contains(watch.flatMap { Int($0.query["timeoutSeconds"] ?? "") } ?? 0))
                let status = follower.status()
                #expect(status?.phase == .synced)
                #expect(status?.objects.first { $0.kind == .service }?.count == 5)
            }
        }
    }

    @Test("What a mesh directory holds is what a server with it lists", arguments: ["east-cluster", "west-cluster"])
    func manifests(cluster: String) async throws {
        let folder = String(
            #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        )
        let limits = ReadingLimits()
        let files = try FileTree.files(below: "\(folder)/Examples/west-east/clusters/\(cluster)", limits: limits)
        let top = SourceFile(path: "mesh-directory.yaml", text: "configCluster: \(cluster)\n")
        let inDirectory = files.map { file in
            SourceFile(path: "clusters/\(cluster)/\(file.path)", displayName: file.path, bytes: file.bytes)
        }
        let mesh = try MeshDirectoryReader().read(files: [top] + inDirectory, displayName: "mesh")
        let objects = try #require(mesh.clusters.first)
        try await KubernetesTestServer.use { server in
            for file in files { try server.put(manifests: String(decoding: file.bytes, as: UTF8.self)) }
            try await Follower.follow(KubernetesSources.Configuration(server, kinds: ObjectKind.all)) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service).sorted() == objects.services.map(\.metadata.name).sorted())
                #expect(follower.names(.pod).sorted() == objects.pods.map(\.metadata.name).sorted())
                #expect(follower.names(.node).sorted() == objects.nodes.map(\.metadata.name).sorted())
                #expect(!follower.names(.endpointSlice).isEmpty)
            }
        }
    }

    @Test("Thousands of objects, and a burst of changes", arguments: [false, true])
    func many(isStreaming: Bool) async throws {
        try await KubernetesTestServer.use { server in
            let names = (0..<2_000).map { "pod-\($0)" }
            for name in names { try server.put(.pod(name)) }
            var settings = SourceSettings.quick
            settings.prefersStreamingLists = isStreaming
            try await Follower.follow(
                KubernetesSources.Configuration(server, kinds: [.pod], settings: settings)
            ) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.pod) == names.sorted())
                for name in names.dropFirst(1_000) { try server.put(.pod(name)) }
                let last = String(server.resourceVersion)
                for name in names.prefix(1_000) { server.delete("pods", name, in: "shop") }
                await follower.until { $0.objects["east"]?[.pod]?.count == 1_000 }
                #expect(follower.names(.pod) == names.dropFirst(1_000).sorted())
                #expect(follower.version(.pod, "pod-1999") == last)
                #expect(follower.status()?.objects.first?.count == 1_000)
                #expect(follower.status()?.relists == 0)
            }
        }
    }

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

    @Test("A version that is too old leads to a list, and nothing is empty meanwhile")
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

    @Test("Pages that expire in the middle of a list lead to one in one piece")
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

    @Test("A dropped watch goes on where it was, without a list", arguments: [false, true])
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

    @Test("A watch that ends in time goes on where it was")
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

    @Test("A silent watch is given up and resumed, and the second time gives way to a list")
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

    @Test("A server that was set back to an older state is listed anew")
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

    @Test("A server that names a version from the future is listed anew")
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

    @Test("A slow list is waited for as long as it moves")
    func slow() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a", "b", "c")
            server.inject(.trickle(bytes: 4, milliseconds: 20), into: "services", .list)
            var settings = SourceSettings.quick
            settings.answerSilence = .seconds(4)
            try await Follower.follow(KubernetesSources.Configuration(server, settings: settings)) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a", "b", "c"])
                #expect(server.requests.count { $0.resource == "services" && $0.verb == .list } == 1)
            }
        }
    }

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

    @Test("Whatever is wrong with a list, it is asked for again", arguments: listFaults)
    func list(fault: TestFault, code: KubernetesError.Code) async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            // A refusal for want of credentials is asked once more at once.
            server.inject(fault, into: "services", .list, times: code == .unauthorized ? 2 : 1)
            var settings = SourceSettings.quick
            settings.answerSilence = fault == .hang ? .milliseconds(60) : .seconds(20)
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

    @Test("Whatever is wrong with a watch, it goes on", arguments: watchFaults)
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

    @Test("Objects that cannot be used are told with what is wrong, and hold up nothing")
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

    @Test("A kind that is forbidden holds up no other one, and is followed once it is permitted")
    func forbidden() async throws {
        try await KubernetesTestServer.use { server in
            server.forbid(["pods"])
            try server.putServices("a")
            try server.put(.pod("p"))
            try await Follower.follow(KubernetesSources.Configuration(server)) { follower in
                await follower.untilSynced("east")
                #expect(follower.names(.service) == ["a"])
                #expect(follower.status()?.forbidden == [.pod])
                #expect(follower.status()?.phase == .synced)
                await server.wait(forAll: 3) { $0.resource == "pods" }
                server.forbid([])
                await follower.until { $0.names(.pod) == ["p"] }
                #expect(follower.status()?.forbidden == [])
                #expect(follower.log.lines.count { $0.contains("pods not followed") } == 1)
            }
        }
    }

    @Test("A kind that is not installed is followed once it is, and empty once it is not", arguments: [false, true])
    func installed(isDiscoveryForbidden: Bool) async throws {
        try await KubernetesTestServer.use { server in
            server.uninstall("gateways")
            server.forbidDiscovery(isDiscoveryForbidden)
            try server.putServices("a")
            let configuration = try KubernetesSources.Configuration(server, kinds: [.service, .gateway, .serviceEntry])
            try await Follower.follow(configuration) { follower in
                await follower.untilSynced("east")
                #expect(follower.status()?.absent == [.gateway])
                server.install("gateways")
                try server.put(.gateway("g"))
                await follower.until { $0.names(.gateway) == ["g"] }
                #expect(follower.status()?.absent == [])
                server.uninstall("gateways")
                await follower.until { $0.names(.gateway) == [] }
                #expect(follower.names(.service) == ["a"])
                server.install("gateways")
                try server.put(.gateway("h"))
                await follower.until { $0.names(.gateway) == ["h"] }
            }
        }
    }

    @Test("A server that cannot be reached keeps its last state, and goes on when it is back")
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

    @Test("A cluster that was never reached holds up no other one")
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
                #expect(follower.status("west")?.lastFailure?.error.message.contains("Connection refused") == true)
                try gone.putServices("w")
                try await gone.reappear()
                await follower.untilSynced("west")
                #expect(follower.names(.service, "west") == ["w"])
                #expect(follower.sources.isSynced)
            }
            await gone.stop()
        }
    }

    @Test("Whoever is slow finds the newest state of each object")
    func coalesced() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a", "b")
            try await Follower.follow(KubernetesSources.Configuration(server, kinds: [.service])) { follower in
                await follower.untilSynced("east")
                for number in 2...200 { try server.putServices("a", label: "\(number)") }
                server.delete("services", "b", in: "shop")
                let last = String(server.resourceVersion - 1)
                // Nobody takes anything until the source has heard of all; what it knows it tells a moment later.
                while follower.status()?.objects.first?.count != 1 { try await Task.sleep(for: .milliseconds(1)) }
                var events = 0
                await follower.until { follower in
                    events += 1
                    return follower.names(.service) == ["a"] && follower.version(.service, "a") == last
                }
                // At most: nothing yet, what is newest, and what came while that was taken.
                #expect(events <= 3)
            }
        }
    }

    @Test("After the end nothing is open and nothing is told", arguments: [false, true])
    func stop(isUnreachable: Bool) async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a")
            let follower = Follower(try KubernetesSources.Configuration(server))
            follower.sources.start()
            await follower.untilSynced("east")
            if isUnreachable { await server.disappear() }
            let before = isUnreachable ? [] : follower.log.lines
            await follower.sources.stop()
            if !isUnreachable { #expect(follower.log.lines == before) }
            while server.watchCount() > 0 { try await Task.sleep(for: .milliseconds(1)) }
            #expect(await follower.sources.next() == nil || follower.told.count == 2)
        }
    }
}
