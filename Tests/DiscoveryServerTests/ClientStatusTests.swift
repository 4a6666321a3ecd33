import DiscoveryServer
import DiscoveryTestSupport
import GRPCTransport
import MeshModel
import NIOCore
import Testing

@Suite("Client status service", .serialized, .timeLimit(.minutes(1)))
struct ClientStatusTests {
    private static let service = "/envoy.service.status.v3.ClientStatusDiscoveryService"
    private static let setup = Bench.Setup { $0.options.servesClientStatus = true }

    /// One client in a response.
    private struct Client {
        let node: String
        let scope: String
        /// By name: version, config status, client status, presence of the content, the error.
        let resources: [String: (version: String, config: UInt64, client: UInt64, hasContent: Bool, error: String)]
        /// The times by name, in seconds since 1970.
        let times: [String: UInt64]

        init(_ fields: WireFields) {
            node = fields.messages(1).first?.text(1) ?? ""
            scope = fields.text(4)
            times = Dictionary(
                uniqueKeysWithValues: fields.messages(3).compactMap { fields in
                    fields.messages(5).first.map { (TestMesh.resource(fields.text(2)), $0.number(1)) }
                }
            )
            resources = Dictionary(
                uniqueKeysWithValues: fields.messages(3).map { fields in
                    let error = fields.messages(8).first?.text(3) ?? ""
                    let hasContent = fields.messages(4).first.map { $0.text(1) == SotwClient.endpoints } ?? false
                    return (
                        TestMesh.resource(fields.text(2)),
                        (fields.text(3), fields.number(6), fields.number(7), hasContent, error)
                    )
                }
            )
        }
    }

    private func ask(
        _ bench: Bench,
        _ request: [UInt8] = [],
        on connection: GRPCClientConnection? = nil
    ) async throws
        -> [Client]
    {
        let path = "\(Self.service)/FetchClientStatus"
        let call = try await WireCall.open(path, on: connection ?? bench.connection)
        try await call.send(request)
        try await call.halfClose()
        let message = try await call.message()
        #expect(try await call.end().status?.code == .ok)
        return WireFields(message).messages(1).map { Client($0) }
    }

    @Test("The status contains what was acknowledged, rejected, not acknowledged and does not exist")
    func states() async throws {
        try await Bench.run(.deltaEndpoints, Self.setup) { bench in
            let good = try await bench.delta()
            let versions = try await good.subscribe(["a", "z"], expecting: ["a"], removed: ["z"]).versions
            let bad = try await bench.sotw(.streamEndpoints, on: try await bench.connect())
            try await bad.ask(["b"])
            try await bad.nack(try await bad.next())
            let slow = try await bench.sotw(.streamAggregated)
            try await slow.ask(["c", "y"])
            _ = try await slow.next()
            try await good.call.settle()
            try await bad.call.settle()
            let clients = try await ask(bench)
            #expect(clients.count == 3)
            #expect(clients.allSatisfy { $0.node == SotwClient.node.id })
            #expect(Set(clients.map(\.scope)).count == 3)
            let all = clients.reduce(into: [:]) { $0.merge($1.resources) { first, _ in first } }
            let a = try #require(all["a"])
            #expect(a.version == versions["a"])
            #expect(a.config == 1 && a.client == 3 && a.hasContent && a.error.isEmpty)
            let b = try #require(all["b"])
            #expect(b.config == 4 && b.client == 4 && b.error == "rejected by the test")
            let c = try #require(all["c"])
            #expect(c.config == 3 && c.client == 1)
            let y = try #require(all["y"])
            #expect(y.config == 2 && y.client == 1 && !y.hasContent)
            let z = try #require(all["z"])
            #expect(z.config == 1 && z.client == 2 && z.version.isEmpty)
            // Exactly the resources that the client replied to have a time.
            let times = clients.reduce(into: [:]) { $0.merge($1.times) { first, _ in first } }
            #expect(times.keys.sorted() == ["a", "b", "z"])
            #expect(times.values.allSatisfy { $0 > 1_700_000_000 })
        }
    }

    @Test("Matchers of node ids are honoured, and contents can be omitted")
    func matchers() async throws {
        try await Bench.run(.streamEndpoints, Self.setup) { bench in
            for id in ["one", "two"] {
                let client = try await bench.sotw(node: EnvoyNode(id: id))
                try await client.subscribe(["a"])
                try await client.call.settle()
            }
            func matcher(_ kind: UInt8, _ text: String) -> [UInt8] {
                let string = [kind << 3 | 2, UInt8(text.utf8.count)] + Array(text.utf8)
                let node = [0x0A, UInt8(string.count)] + string
                return [0x0A, UInt8(node.count)] + node
            }
            #expect(try await ask(bench, matcher(1, "one")).map(\.node) == ["one"])
            #expect(try await ask(bench, matcher(2, "t")).map(\.node) == ["two"])
            #expect(try await ask(bench, matcher(3, "e")).map(\.node) == ["one"])
            #expect(try await ask(bench, matcher(7, "w")).map(\.node) == ["two"])
            #expect(try await ask(bench, matcher(1, "x")).isEmpty)
            let bare = try await ask(bench, [0x18, 1])
            #expect(bare.count == 2)
            #expect(bare.allSatisfy { $0.resources["a"]?.hasContent == false })
            let path = "\(Self.service)/FetchClientStatus"
            let regex = try await WireCall.open(path, on: bench.connection)
            try await regex.send(matcher(5, "x"))
            try await regex.halfClose()
            #expect(try await regex.end().status?.code == .invalidArgument)
        }
    }

    @Test("Each request of a stream gets one response, and the stream ends after the half-close")
    func stream() async throws {
        try await Bench.run(.streamEndpoints, Self.setup) { bench in
            let call = try await WireCall.open("\(Self.service)/StreamClientStatus", on: bench.connection)
            try await call.run { stream in
                for _ in 0..<3 { stream.send(message: []) }
                stream.halfClose()
            }
            for _ in 0..<3 { #expect(try await call.message().isEmpty) }
            #expect(try await call.end().status?.code == .ok)
        }
    }

    @Test("The service is disabled by default")
    func off() async throws {
        try await Bench.run { bench in
            let call = try await WireCall.open("\(Self.service)/FetchClientStatus", on: bench.connection)
            #expect(try await call.end().status?.code == .unimplemented)
        }
    }
}
