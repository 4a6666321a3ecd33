import EnvoyHarness
import Foundation
import KubernetesTestServer
import Testing
import TranslationTestSupport

extension EndToEnd {
    @Suite("Live clusters with Envoy")
    struct LiveClusterTests {
        private static let web = PlayedMesh.web

        @Test("Envoy follows a cluster that is added by a Secret, moves its gateway, and is removed")
        func following() async throws {
            try await LiveClusters.use { clusters in
                try await Scene.play { scene in
                    let live = clusters.arguments + ["--remote-secrets"]
                    let server = try await scene.server(live)
                    let envoy = try await scene.envoy(LiveClusters.client, .delta, from: server, [Self.web])
                    let own = LiveClusters.own
                    try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == Set(own) }

                    try clusters.introduce()
                    let gateway = NetworkEndpoint("192.0.2.20", 32_002)
                    let hosts = try await envoy.untilHosts(of: Self.web.name) {
                        Set($0.map(\.socket)) == Set(own + [gateway])
                    }
                    #expect(hosts.first { $0.socket == gateway }?.weight == 2)

                    let other = try clusters.moveGateway()
                    try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == Set(own + [other]) }

                    // The recording equals the served state.
                    let recorded = clusters.folder.file("recorded")
                    let record = try await Self.run(["record", recorded] + live)
                    #expect(record.contains("objects written"))
                    let again = try await scene.server(recorded)
                    let second = try await scene.envoy(LiveClusters.client, .sotw, from: again, [Self.web])
                    try await second.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == Set(own + [other]) }

                    clusters.east.delete("secrets", "west", in: "istio-system")
                    try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == Set(own) }
                    let statistics = try await envoy.admin.statistics()
                    #expect(statistics.number("update_rejected", ofCluster: Self.web.name) == 0)
                }
            }
        }

        @Test("The admin page shows the status of each cluster")
        func sources() async throws {
            try await LiveClusters.use { clusters in
                try await Scene.play { scene in
                    try clusters.introduce()
                    let server = try await scene.server(
                        clusters.arguments + ["--remote-secrets", "--admin", "127.0.0.1:0"]
                    )
                    let admin = try AdminPort(server: await server.line(containing: "admin page on"))
                    let both = try await admin.sources { $0.allSatisfy { $0.phase == "synced" } && $0.count == 2 }
                    #expect(both.map(\.id) == ["east", "west"])
                    #expect(both.allSatisfy { $0.kind == "cluster" && $0.objects["Node"] == 2 })
                    #expect(try await admin.isReady())

                    // One silent cluster does not make the server unready.
                    await clusters.west.disappear()
                    let silent = try await admin.sources { $0.contains { $0.phase == "stale" } }
                    #expect(silent.map(\.phase) == ["synced", "stale"])
                    #expect(silent.last?.lastError?.isEmpty == false)
                    #expect(try await admin.isReady())

                    clusters.east.delete("secrets", "west", in: "istio-system")
                    let one = try await admin.sources { $0.count == 1 }
                    #expect(one.map(\.id) == ["east"])
                }
            }
        }

        @Test("A recording is replayed to an Envoy that starts later")
        func replay() async throws {
            try await LiveClusters.use { clusters in
                try await Scene.play { scene in
                    try clusters.introduce()
                    let recorded = clusters.folder.file("recorded")
                    let record = try await scene.process(
                        try BuiltProduct.server(),
                        ["record", recorded, "--duration", "600", "--remote-secrets"] + clusters.arguments
                    )
                    _ = try await record.line("objects are written") { $0.contains("objects written") }
                    let gateway = try clusters.moveGateway()
                    // Its two Nodes, as complete lines.
                    try await eventually("two changes are recorded") {
                        let text = try String(contentsOfFile: recorded + "/timeline.jsonl", encoding: .utf8)
                        return text.count { $0 == "\n" } >= 2 ? true : nil
                    }
                    #expect(await record.stop() == .status(0))

                    let server = try await scene.server(
                        command: "replay",
                        [recorded, "--speed", "max", "--admin", "127.0.0.1:0"]
                    )
                    let admin = try AdminPort(server: await server.line(containing: "admin page on"))
                    let envoy = try await scene.envoy(LiveClusters.client, .delta, from: server, [Self.web])
                    try await envoy.untilHosts(of: Self.web.name) {
                        Set($0.map(\.socket)) == Set(LiveClusters.own + [gateway])
                    }
                    let sources = try await admin.sources { $0.filter { $0.kind == "cluster" }.count == 2 }
                    #expect(sources.allSatisfy { $0.phase == "synced" })
                    #expect(try await admin.isReady())

                    // The state at the beginning.
                    let beginning = clusters.folder.file("beginning")
                    _ = try await Self.run(["replay", recorded, "--until", "0", "--output-dir", beginning])
                    let before = try await scene.server(beginning)
                    let second = try await scene.envoy(LiveClusters.client, .sotw, from: before, [Self.web])
                    try await second.untilHosts(of: Self.web.name) {
                        Set($0.map(\.socket)) == Set(LiveClusters.own + [NetworkEndpoint("192.0.2.20", 32_002)])
                    }
                }
            }
        }

        @Test("A server that cannot reach any cluster reports it and exits with status 4")
        func unreachable() async throws {
            try await LiveClusters.use { clusters in
                await clusters.east.disappear()
                let process = try ChildProcess(
                    try BuiltProduct.server(),
                    ["serve", "--sync-timeout", "1", "--listen", "127.0.0.1:0"] + clusters.arguments
                )
                #expect(await process.exit(within: .seconds(60)) == .status(4))
                #expect(process.output.lines.contains { $0.contains("cluster east (") })
                await process.stop()
            }
        }

        @Test("A cluster that forbids a required kind is neither served nor recorded", arguments: ["serve", "record"])
        func forbidden(command: String) async throws {
            try await LiveClusters.use { clusters in
                clusters.east.forbid(["endpointslices"])
                let rest = command == "serve" ? ["--listen", "127.0.0.1:0"] : [clusters.folder.file("recorded")]
                let process = try ChildProcess(
                    try BuiltProduct.server(),
                    [command, "--sync-timeout", "2"] + rest + clusters.arguments
                )
                #expect(await process.exit(within: .seconds(60)) == .status(4))
                #expect(process.output.lines.contains { $0.contains("endpointslices") })
                await process.stop()
            }
        }

        @Test("An object that cannot be read is logged, counted, and left out of recordings with a line")
        func unreadable() async throws {
            try await LiveClusters.use { clusters in
                try await Scene.play { scene in
                    let server = try await scene.server(clusters.arguments + ["--admin", "127.0.0.1:0"])
                    let admin = try AdminPort(server: await server.line(containing: "admin page on"))
                    let entry: TestJSON = [
                        "kind": "ServiceEntry", "metadata": ["name": "odd", "namespace": "shop"], "spec": ["hosts": 5],
                    ]
                    try clusters.east.put(entry)
                    let line = try await server.line(containing: "object cannot be read")
                    #expect(line.contains("ServiceEntry shop/odd"))
                    try await admin.metrics(contain: #"eds_translator_source_unreadable_objects{source="east"} 1"#)
                    #expect(try await admin.isReady())
                    let recorded = clusters.folder.file("recorded")
                    let record = try await Self.run(["record", recorded] + clusters.arguments)
                    #expect(record.contains("not recorded: cluster east, ServiceEntry shop/odd"))

                    clusters.east.delete("serviceentries", "odd", in: "shop")
                    try await admin.metrics(contain: #"eds_translator_source_unreadable_objects{source="east"} 0"#)
                    _ = try await server.line(containing: "objects can be read again")
                }
            }
        }

        @Test("A ConfigMap istio that cannot be read keeps a server from its start, with status 3")
        func unreadableConfiguration() async throws {
            try await LiveClusters.use { clusters in
                let map: TestJSON = [
                    "kind": "ConfigMap", "metadata": ["name": "istio", "namespace": "istio-system"],
                    "data": ["meshNetworks": "networks: 5"],
                ]
                try clusters.east.put(map)
                for command in [["serve", "--listen", "127.0.0.1:0"], ["record", clusters.folder.file("recorded")]] {
                    let process = try ChildProcess(try BuiltProduct.server(), command + clusters.arguments)
                    #expect(await process.exit(within: .seconds(60)) == .status(3))
                    #expect(process.output.lines.contains { $0.contains("cluster east, ConfigMap") })
                    await process.stop()
                }
            }
        }

        private static func run(_ arguments: [String]) async throws -> String {
            let process = try ChildProcess(try BuiltProduct.server(), arguments)
            let exit = await process.exit(within: .seconds(60))
            let lines = process.output.lines
            await process.stop()
            #expect(exit == .status(0), "\(lines)")
            return lines.joined(separator: "\n")
        }
    }
}
