import KubernetesTestServer
import MeshModel
import MeshSources
import Testing

@testable import KubernetesAPI

@Suite("Watching clusters over HTTP", .timeLimit(.minutes(10)))
struct FollowingTests {
    @Test("Objects are listed, in pages or as a stream, and every change is published", arguments: [false, true])
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
                // Without a revision that is named, the ConfigMap of any may be the one that counts.
                #expect(configMaps?.query["fieldSelector"] == nil)
                let watch = server.requests.first { $0.resource == "services" && $0.query["watch"] == "true" }
                #expect(watch?.query["allowWatchBookmarks"] == "true")
                #expect((300...600).contains(watch.flatMap { Int($0.query["timeoutSeconds"] ?? "") } ?? 0))
                let status = follower.status()
                #expect(status?.phase == .synced)
                #expect(status?.objects.first { $0.kind == .service }?.count == 5)
            }
        }
    }

    @Test("A server with the objects of a directory lists the same", arguments: ["east-cluster", "west-cluster"])
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

    @Test("Thousands of objects and a burst of changes are processed", arguments: [false, true])
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

    @Test("A slow consumer sees the newest state of each object")
    func coalesced() async throws {
        try await KubernetesTestServer.use { server in
            try server.putServices("a", "b")
            try await Follower.follow(KubernetesSources.Configuration(server, kinds: [.service])) { follower in
                await follower.untilSynced("east")
                for number in 2...200 { try server.putServices("a", label: "\(number)") }
                server.delete("services", "b", in: "shop")
                let last = String(server.resourceVersion - 1)
                // No event is taken until the source is synced; it publishes its objects shortly after that.
                while follower.status()?.objects.first?.count != 1 { try await Task.sleep(for: .milliseconds(1)) }
                var events = 0
                await follower.until { follower in
                    events += 1
                    return follower.names(.service) == ["a"] && follower.version(.service, "a") == last
                }
                // At most: no event yet, the newest state, and changes that arrived meanwhile.
                #expect(events <= 3)
            }
        }
    }

    @Test("After stop() no connection is open and no event is published", arguments: [false, true])
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
