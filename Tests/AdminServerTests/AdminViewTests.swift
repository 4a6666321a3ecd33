import AdminServer
import DiscoveryServer
import EnvoyHarness
import Foundation
import MeshTracking
import MetricsTestSupport
import Testing
import TextFormats

private typealias JSON = TextFormats.JSONValue

extension TextFormats.JSONValue {
    fileprivate subscript(index: Int) -> TextFormats.JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    fileprivate var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    fileprivate var number: Double? {
        guard case .number(let number) = self else { return nil }
        return number.double
    }

    fileprivate var elements: [TextFormats.JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}

@Suite("Admin server views", .timeLimit(.minutes(1)))
struct AdminViewTests {
    @Test("The server is live before it is ready, and reports why it is not ready")
    func readiness() async throws {
        try await AdminBench.run(showsServer: false) { bench async throws in
            #expect(try await bench.get("/healthz").status == 200)
            #expect(try await bench.get("/readyz").status == 503)
            #expect(try await bench.get("/debug/clients").status == 503)
            #expect(try await bench.get("/metrics").status == 200)
            bench.inputs.set(SourceStatus(id: "east", kind: .cluster, location: "https://east"))
            bench.inputs.recordFailure("east", because: "nobody there")
            bench.admin.show(bench.discovery)
            let verbose = try await bench.json("/readyz?verbose", expecting: 503)
            #expect(verbose["because"]?[0]?.text == "east is unreachable: nobody there")
            bench.inputs.recordSync("east", objects: [])
            bench.inputs.madeState()
            #expect(try await bench.get("/readyz").status == 200)
            // The last good state is served: a restart would lose it.
            bench.inputs.recordFailure("east", because: "gone")
            #expect(try await bench.get("/readyz").status == 200)
            bench.inputs.failedState(because: "cannot both hold")
            #expect(try await bench.get("/readyz").status == 503)
            bench.inputs.madeState()
            bench.admin.recordDraining()
            #expect(try await bench.get("/readyz").body == "the server is stopping\n")
        }
    }

    @Test("The sources view has their age and last error")
    func sources() async throws {
        try await AdminBench.run { bench async throws in
            bench.inputs.recordFailure("mesh", because: "mesh.yaml:3:7: found x")
            let source = try #require(try await bench.json("/debug/sources")["sources"]?[0])
            #expect(source["phase"]?.text == "broken")
            #expect(source["lastError"]?.text == "mesh.yaml:3:7: found x")
            #expect(source["lastHeard"]?.number == Double(AdminBench.time))
            #expect(source["objects"]?["Service"]?.number == 2)
        }
    }

    @Test("The networks view has gateways")
    func networks() async throws {
        try await AdminBench.run { bench async throws in
            let json = try await bench.json("/debug/networks")
            #expect(json["networks"]?.elements.map { $0["network"]?.text } == ["east-network", "west-network"])
            let gateway = json["networks"]?[0]?["gateways"]?[0]
            #expect(gateway?["address"]?.text == "127.2.255.1")
            #expect(gateway?["because"]?.text?.contains("mesh-networks.yaml:5") == true)
        }
    }

    @Test(
        "The endpoints view finds a service by any of its names",
        arguments: ["web.shop.svc.cluster.local", "web.shop", AdminBench.cluster]
    )
    func endpoints(name: String) async throws {
        try await AdminBench.run { bench async throws in
            let escaped = try #require(name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let service = try #require(try await bench.json("/debug/endpoints?service=\(escaped)")["services"]?[0])
            #expect(service["endpointCount"]?.number == 2)
            #expect(
                Set(service["endpoints"]?.elements.map { $0["network"]?.text } ?? []) == [
                    "east-network", "west-network",
                ]
            )
        }
    }

    @Test("The explain view has a client's endpoints with reasons")
    func explanation() async throws {
        try await AdminBench.run { bench async throws in
            let node = try #require(AdminBench.node.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let json = try await bench.json("/debug/explain?proxy=\(node)&resource=web.shop")
            #expect(json["resource"]?.text == AdminBench.cluster)
            let hosts = json["groups"]?.elements.flatMap { $0["hosts"]?.elements ?? [] } ?? []
            #expect(Set(hosts.map { $0["address"]?.text }) == ["10.0.0.1:8080", "127.2.255.1:15443"])
            #expect(hosts.allSatisfy { $0["share"]?.number == 0.5 })
            _ = try await bench.json("/debug/explain?proxy=nobody&resource=web.shop", expecting: 404)
            _ = try await bench.json("/debug/explain?proxy=\(node)", expecting: 400)
        }
    }

    @Test("The config dump has a client's assignments as translate writes them")
    func dump() async throws {
        try await AdminBench.run { bench async throws in
            let node = try #require(AdminBench.node.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let json = try await bench.json("/config_dump?node=\(node)")
            #expect(json[0]?["node"]?.text == AdminBench.node)
            #expect(json[0]?["resources"]?[AdminBench.cluster]?["clusterName"]?.text == AdminBench.cluster)
            _ = try await bench.json("/config_dump?node=nobody", expecting: 404)
        }
    }

    @Test(
        "The search finds clients, services and addresses that contain a text",
        arguments: [
            ("sidecar~", "clients"), ("WEB.shop.SVC", "services"), ("10.0.0.2", "addresses"), ("127.2.", "addresses"),
        ]
    )
    func search(text: String, kind: String) async throws {
        try await AdminBench.run { bench async throws in
            let escaped = try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let json = try await bench.json("/debug/search?q=\(escaped)")
            #expect(json[kind]?.elements.count == 1, "\(json.text())")
            for other in ["clients", "services", "addresses"] where other != kind {
                #expect(json[other]?.elements.isEmpty == true, "\(json.text())")
            }
        }
    }

    @Test("Metrics are available in both formats, each with a description", arguments: [false, true])
    func metrics(isOpenMetrics: Bool) async throws {
        try await AdminBench.run { bench async throws in
            let accept = isOpenMetrics ? "application/openmetrics-text; version=1.0.0" : "text/plain"
            let answer = try await bench.get("/metrics", headers: ["accept": accept])
            let read = try Exposition(answer.body, isOpenMetrics: isOpenMetrics)
            #expect(
                answer.header("content-type")?.hasPrefix(isOpenMetrics ? "application/openmetrics" : "text/plain")
                    == true
            )
            #expect(read.families.values.allSatisfy { !$0.help.isEmpty })
            #expect(read.value("eds_translator_endpoints", ["network": "east-network"]) == 1)
            #expect(read.value("eds_translator_gateways", ["state": "resolved"]) == 1)
            #expect(read.value("eds_translator_source_synced", ["source": "mesh"]) == 1)
            #expect(read.value("eds_translator_ready") == 1)
            #expect(read.value("eds_translator_build_info", ["version": "1.2.3"]) == 1)
            #expect(try #require(read.value("process_resident_memory_bytes")) > 1_000_000)
            #expect(try #require(read.value("process_open_fds")) > 3)
        }
    }

    @Test("Event streams have the topics that may have changed, without contents")
    func events() async throws {
        try await AdminBench.run { bench async throws in
            let stream = try await EventStream.open(bench.socket)
            #expect(try await stream.next() == "hello {}")
            bench.discovery.update(to: bench.mesh.served, because: "test")
            #expect(try await stream.next() == #"changed ["pushes","mesh"]"#)
            bench.inputs.recordFailure("mesh", because: "x")
            #expect(try await stream.next() == #"changed ["sources"]"#)
            await stream.close()
        }
    }

    @Test("The number of event streams is limited")
    func listeners() async throws {
        try await AdminBench.run { bench async throws in
            var streams: [EventStream] = []
            for _ in 0..<32 {
                let stream = try await EventStream.open(bench.socket)
                #expect(try await stream.next() == "hello {}")
                streams.append(stream)
            }
            #expect(try await bench.get("/events").status == 503)
            for stream in streams { await stream.close() }
        }
    }
}
