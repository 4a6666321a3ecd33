import DiscoveryServer
import DiscoveryTestSupport
import MeshModel
import Testing

/// The scenarios of contents that a client rejects or cannot receive, and of pushes on request.
enum RejectionScenarios {
    /// A client may apply a part of a rejected response and still report the versions before it (XP-E43).
    @Sendable static func staysDistrusted(_ bench: Bench) async throws {
        let client = try await bench.delta()
        let old = try await client.subscribe(["a", "b"]).versions
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        try await client.nack(try await client.next())
        try await client.call.halfClose()
        _ = try await client.call.end()
        try await bench.change { $0 = TestMesh(["a", "b", "c"]) }
        let again = try await bench.delta()
        try await again.ask(["a", "b"], having: old)
        let answer = try await again.next()
        #expect(answer.names == (bench.variant.isAggregated ? ["a", "b"] : ["a"]))
        #expect(answer.versions["a"] == old["a"])
        try await again.ack(answer)
        try await again.call.settle()
        // Acknowledged content is trusted again.
        guard !bench.variant.isAggregated else { return }
        let third = try await bench.delta()
        try await third.ask(["a", "b"], having: old)
        try await third.expectSilence()
    }

    @Sendable static func isSentAgain(_ bench: Bench) async throws {
        if [Variant.deltaEndpoints, .deltaAggregated].contains(bench.variant) {
            let client = try await bench.delta()
            try await client.subscribe(["a"])
            try await bench.change { $0["a"] = ["10.0.0.2"] }
            try await client.nack(try await client.next())
            try await client.expectSilence()
            try await bench.change { $0 = TestMesh(["a", "b", "c"]) }
            #expect(try await client.next().names == ["a"])
        } else {
            let client = try await bench.sotw()
            try await client.subscribe(["a"])
            try await bench.change { $0["a"] = ["10.0.0.2"] }
            try await client.nack(try await client.next())
            try await client.expectSilence()
            try await bench.change { $0 = TestMesh(["a", "b", "c"]) }
            #expect(try await client.next().names == ["a"])
        }
    }

    private static let grpc = EnvoyNode(
        id: "sidecar~10.9.9.8~library.shop~shop.svc.cluster.local",
        cluster: "library",
        userAgentName: "gRPC C-core"
    )

    /// gRPC ends a stream at a message that is too large, and every later one too.
    @Sendable static func isWithheld(_ bench: Bench) async throws {
        let many = (1...100).map { "10.0.1.\($0)" }
        if [Variant.deltaEndpoints, .deltaAggregated].contains(bench.variant) {
            let library = try await bench.delta(node: grpc)
            let envoy = try await bench.delta()
            try await library.subscribe(["a", "b"])
            try await envoy.subscribe(["a", "b"])
            try await bench.change { mesh in (mesh["a"], mesh["b"]) = (many, ["10.0.0.2"]) }
            #expect(try await envoy.next().names == ["a", "b"])
            let answer = try await library.next()
            #expect(answer.names == ["b"])
            try await library.ack(answer)
            try await library.expectSilence()
            try await bench.change { $0["a"] = ["10.0.0.3"] }
            #expect(try await library.next().names == ["a"])
        } else {
            let library = try await bench.sotw(node: grpc)
            let envoy = try await bench.sotw()
            try await library.subscribe(["a", "b"])
            try await envoy.subscribe(["a", "b"])
            try await bench.change { mesh in (mesh["a"], mesh["b"]) = (many, ["10.0.0.2"]) }
            #expect(try await envoy.next().names == ["a", "b"])
            let answer = try await library.next()
            #expect(answer.names == ["b"])
            try await library.ack(answer)
            try await library.expectSilence()
            try await bench.change { $0["a"] = ["10.0.0.3"] }
            #expect(try await library.next().names == ["a"])
        }
    }

    /// After CDS replaced a cluster, a delta Envoy asks for nothing and waits (XP-E35).
    @Sendable static func isPushedAgain(_ bench: Bench) async throws {
        if [Variant.deltaEndpoints, .deltaAggregated].contains(bench.variant) {
            let client = try await bench.delta()
            let first = try await client.subscribe(["a", "b"])
            bench.server.pushAgain(to: "another-node")
            try await client.expectSilence()
            bench.server.pushAgain(to: SotwClient.node.id)
            let again = try await client.next()
            #expect(again.versions == first.versions)
            #expect(again.nonce != first.nonce)
        } else {
            let client = try await bench.sotw()
            let first = try await client.subscribe(["a", "b"])
            bench.server.pushAgain(to: "another-node")
            try await client.expectSilence()
            bench.server.pushAgain()
            let again = try await client.next()
            #expect(again.content == first.content)
            #expect(again.nonce != first.nonce)
        }
    }
}
