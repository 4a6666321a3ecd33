import DiscoveryServer
import GRPCTransport
import MeshModel
import NIOCore
import Testing

/// Fetch and REST (11.9).
extension Scenario {
    static let rest: [Scenario] = [
        .run("X-110", on: [.fetch], x110),
        .run("X-111", on: [.fetch], x111),
        .notApplicable("X-112", "not served yet"),
        .notApplicable("X-113", "not served yet"),
        .notApplicable("X-114", "not served yet"),
        .notApplicable("X-115", "not served yet"),
        .notApplicable("X-116", "not served yet"),
        .elsewhere("X-117", "MessageJSONTests"),
        .notApplicable("X-118", "not served yet"),
    ]

    @Sendable private static func x110(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a", "missing"])
        try await client.call.halfClose()
        #expect(try await client.next().names == ["a"])
        #expect(try await client.call.end().status?.code == .ok)
    }

    /// gRPC has no "not modified": the resources are sent again (F-3).
    @Sendable private static func x111(_ bench: Bench) async throws {
        var version = ""
        for _ in 0..<2 {
            let client = try await bench.sotw()
            try await client.ask(["a"], version: version)
            try await client.call.halfClose()
            let answer = try await client.next()
            #expect(answer.names == ["a"])
            #expect(version.isEmpty || answer.version == version)
            version = answer.version
            #expect(try await client.call.end().status?.code == .ok)
        }
    }
}
