import DiscoveryServer
import DiscoveryTestSupport
import EndpointTranslation
import GRPCTransport
import MeshModel
import MetricsTestSupport
import PrometheusMetrics
import Testing

@Suite("Server metrics", .timeLimit(.minutes(1)))
struct MetricsTests {
    private static func run(
        _ variant: Variant,
        _ adjust: (inout Bench.Setup) -> Void = { _ in },
        _ body: (Bench, _ scrape: () throws -> Exposition) async throws -> Void
    ) async throws {
        let registry = PrometheusRegistry([])
        let setup = Bench.Setup { setup in
            setup.metrics = registry
            adjust(&setup)
        }
        try await Bench.run(variant, setup) { bench in
            try await body(bench) { try Exposition(registry.text()) }
        }
    }

    @Test(
        "Metrics count the events of a stream exactly",
        arguments: [Variant.streamEndpoints, .streamAggregated]
    )
    func stream(variant: Variant) async throws {
        let name = variant == .streamEndpoints ? "eds-sotw" : "ads-sotw"
        try await Self.run(variant) { bench, scrape in
            let client = try await bench.sotw()
            try await client.subscribe(["a"])
            try await client.call.settle()
            var read = try scrape()
            #expect(read.value("eds_translator_streams_open", ["protocol": name]) == 1)
            #expect(read.value("eds_translator_pushes_total", ["reason": "first"]) == 1)
            #expect(read.value("eds_translator_requests_total", ["verdict": "ack"]) == 1)
            #expect(read.value("eds_translator_change_to_ack_seconds_count") == 0, "nothing has changed")

            try await client.ask(["a", "b"], nonce: "", version: "")
            let more = try await client.next()
            try await client.ack(more)
            try await bench.change { $0["a"] = ["10.0.0.7"] }
            let changed = try await client.next()
            #expect(changed.content["a"] == ["10.0.0.7"])
            try await client.nack(changed)
            try await bench.change { $0["a"] = [] }
            let empty = try await client.next()
            try await client.ack(empty)
            try await client.call.settle()
            read = try scrape()
            #expect(read.value("eds_translator_pushes_total", ["reason": "change"]) == 2)
            #expect(read.value("eds_translator_nacks_total", ["protocol": name]) == 1)
            #expect(read.value("eds_translator_requests_total", ["verdict": "nack"]) == 1)
            #expect(read.value("eds_translator_requests_total", ["verdict": "ack"]) == 3)
            #expect(read.value("eds_translator_change_to_ack_seconds_count") == 1, "a refusal is no acknowledgement")
            #expect(read.value("eds_translator_empty_assignments_sent_total") == 1)
            #expect(try #require(read.value("eds_translator_sent_bytes_total")) > 200)

            let pushes = bench.server.pushes
            #expect(pushes.map(\.number) == [3, 2, 1])
            #expect(pushes.map(\.sent) == [1, 1, 0])
            #expect(pushes.map(\.acknowledged) == [1, 0, 0])
            #expect(pushes.map(\.rejected) == [0, 1, 0])
            #expect(
                pushes[0].nanosecondsToLastAcknowledgement != nil && pushes[1].nanosecondsToLastAcknowledgement == nil
            )
            #expect(bench.server.rejections.map(\.text) == ["rejected by the test"])
            #expect(bench.server.rejections.first?.node == SotwClient.node.id)
            #expect(bench.server.cacheUses.misses > 0 && bench.server.cacheUses.hits > 0)
        }
    }

    @Test("A client that reconnects with resources is counted as a reconnect", arguments: [Variant.deltaEndpoints])
    func reconnection(variant: Variant) async throws {
        try await Self.run(.streamEndpoints) { bench, scrape in
            let client = try await bench.sotw()
            try await client.ask(["a"], version: "0123456789abcdef")
            _ = try await client.next()
            try await client.call.settle()
            let read = try scrape()
            #expect(read.value("eds_translator_pushes_total", ["reason": "reconnect"]) == 1)
            #expect(read.value("eds_translator_pushes_total", ["reason": "first"]) == 0)
        }
    }

    @Test("The latency is measured from the oldest change that an acknowledgement held back")
    func heldBack() async throws {
        try await Self.run(.streamEndpoints) { bench, _ in
            let client = try await bench.sotw()
            try await client.subscribe(["a"])
            try await client.call.settle()
            try await bench.change { $0["a"] = ["10.0.0.2"] }
            let first = try await client.next()
            try await bench.change { $0["a"] = ["10.0.0.3"] }
            try await bench.change { $0["a"] = ["10.0.0.4"] }
            try await client.ack(first)
            let second = try await client.next()
            #expect(second.content["a"] == ["10.0.0.4"])
            try await client.ack(second)
            try await client.call.settle()
            // The newest first: the fourth state was not superseded, but its content waited since the third.
            let pushes = bench.server.pushes
            #expect(pushes.map(\.sent) == [0, 1, 1, 0])
            #expect(pushes.map(\.acknowledged) == [0, 1, 1, 0])
        }
    }

    @Test("Closed streams are forgotten, and their unanswered responses are counted as lost")
    func closing() async throws {
        try await Self.run(.streamEndpoints) { bench, scrape in
            let connection = try await bench.connect()
            let client = try await bench.sotw(on: connection)
            try await client.subscribe(["a"])
            try await client.call.settle()
            try await bench.change { $0["a"] = ["10.0.0.2"] }
            _ = try await client.next()
            await connection.close()
            _ = try await bench.server.openStreams(until: 0)
            let read = try scrape()
            #expect(read.value("eds_translator_streams_open", ["protocol": "eds-sotw"]) == 0)
            #expect(read.value("eds_translator_streams_opened_total", ["protocol": "eds-sotw"]) == 1)
            #expect(bench.server.pushes.first?.lost == 1)
        }
    }

    @Test("Without metrics a server still reports its clients")
    func reports() async throws {
        try await Bench.run(.deltaAggregated) { bench in
            let client = try await bench.delta()
            try await client.subscribe(["a", "z"], expecting: ["a"], removed: ["z"])
            let other = try await bench.sotw(
                .streamEndpoints,
                on: try await bench.connect(),
                node: EnvoyNode(id: "other")
            )
            try await other.ask(["b"])
            try await other.nack(try await other.next())
            try await client.call.settle()
            try await other.call.settle()
            let reports = try await bench.server.clients()
            #expect(reports.map(\.node) == [SotwClient.node.id, "other"])
            #expect(reports.map(\.streamProtocol) == [.aggregatedDelta, .endpoints])
            #expect(reports[0].resources.map(\.status) == [.synced, .synced])
            #expect(reports[0].resources[0].sent == reports[0].resources[0].acknowledged)
            #expect(reports[1].resources.map(\.rejection) == ["rejected by the test"])
            #expect(reports[1].knownBy == "assumed")
            #expect(reports.map(\.rejections) == [0, 1])
            var query = ClientQuery(node: "other")
            query.maximumNames = 0
            let bare = try await bench.server.clients(query)
            #expect(bare.map(\.node) == ["other"] && bare[0].resources.isEmpty && bare[0].resourceCount == 1)
            query.node = nil
            query.maximumStreams = 1
            #expect(try await bench.server.clients(query).map(\.node) == [SotwClient.node.id])
        }
    }
}
