import DiscoveryServer
import DiscoveryTestSupport
import GRPCTransport
import MeshModel
import NIOCore
import Testing

/// State, load and chaos (11.10), at the size of a unit test.
extension Scenario {
    static let load: [Scenario] = [
        .run("X-130", on: [.streamEndpoints], x130),
        .run("X-131", on: [.streamEndpoints], x131),
        .run("X-132", on: [.streamEndpoints], x132),
        .run("X-133", on: .streams, x133),
        .run("X-134", on: .streams, x134),
        .run("X-135", on: [.streamEndpoints], x135),
        .run("X-136", on: [.streamEndpoints], x136),
        .notApplicable(
            "X-137",
            "assignments are made here and not accepted from outside; what cannot be encoded is dropped there"
        ),
        .notApplicable("X-138", "the server is started with a mesh, so it always has one"),
        .elsewhere("X-139", "ConnectionDeadlinesTests: all deadlines are of NIODeadline, which is monotonic"),
        .elsewhere("X-140", "X-18, and ConnectionTimeoutTests: A stream without window is reset"),
        .notApplicable("X-141", "NIO accepts connections, and stops accepting for a second when descriptors run out"),
        .notApplicable("X-142", "needs an Envoy: the demo and the end-to-end tests run real ones"),
        .notApplicable("X-143", "needs an Envoy: the demo and the end-to-end tests run real ones"),
        .notApplicable("X-144", "needs an Envoy: the demo and the end-to-end tests run real ones"),
    ]

    /// 500 streams on 5 connections share one assignment that changes.
    @Sendable private static func x130(_ bench: Bench) async throws {
        var clients: [SotwClient] = []
        for _ in 0..<5 {
            let connection = try await bench.connect()
            for _ in 0..<100 {
                let client = try await bench.sotw(on: connection)
                try await client.ask(["a"])
                clients.append(client)
            }
        }
        for client in clients { try await client.ack(try await client.next()) }
        for client in clients where client.call.connection !== clients.first?.call.connection {
            try await client.call.settle()
            break
        }
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        for client in clients { #expect(try await client.next().content == ["a": ["10.0.0.2"]]) }
    }

    /// All connections end at once, and all streams reconnect.
    @Sendable private static func x131(_ bench: Bench) async throws {
        for _ in 0..<2 {
            let connection = try await bench.connect()
            var clients: [SotwClient] = []
            for _ in 0..<200 {
                let client = try await bench.sotw(on: connection)
                try await client.ask(["a"])
                clients.append(client)
            }
            for client in clients { try await client.ack(try await client.next()) }
            await connection.close()
            for client in clients { #expect(try await client.call.end().status == nil) }
        }
        #expect(try await bench.server.openStreams(until: 0) == 0)
    }

    /// First requests as large as Envoy's, all at once.
    @Sendable private static func x132(_ bench: Bench) async throws {
        var node = SotwClient.node
        node.metadata["FILL"] = .string(String(repeating: "x", count: 61 * 1_024))
        var clients: [SotwClient] = []
        for _ in 0..<100 {
            let client = try await bench.sotw(node: node)
            try await client.ask(["a"])
            clients.append(client)
        }
        for client in clients { #expect(try await client.next().names == ["a"]) }
    }

    /// Another replica with the same content knows the versions.
    @Sendable private static func x133(_ bench: Bench) async throws {
        if [Variant].delta.contains(bench.variant) {
            let versions = try await bench.delta().subscribe(["a", "b"]).versions
            try await Bench.run(bench.variant) { replica in
                let client = try await replica.delta()
                try await client.ask(["a", "b"], having: versions)
                if replica.variant.isAggregated {
                    #expect(try await client.next().versions == versions)
                } else {
                    try await client.expectSilence()
                }
            }
        } else {
            let version = try await bench.sotw().subscribe(["a", "b"]).version
            try await Bench.run(bench.variant) { replica in
                let client = try await replica.sotw()
                #expect(try await client.subscribe(["a", "b"]).version == version)
            }
        }
    }

    @Sendable private static func x134(_ bench: Bench) async throws {
        if [Variant].delta.contains(bench.variant) {
            let client = try await bench.delta()
            try await client.subscribe(["*"], expecting: ["a", "b", "c"])
            try await client.call.settle()
            try await bench.serve(try bench.mesh.served(reversed: true))
            try await client.expectSilence()
        } else {
            let client = try await bench.sotw()
            try await client.subscribe(["*"], expecting: ["a", "b", "c"])
            try await client.call.settle()
            try await bench.serve(try bench.mesh.served(reversed: true))
            try await client.expectSilence()
        }
    }

    /// Every response is of one state of the mesh: all its assignments have the same address.
    @Sendable private static func x135(_ bench: Bench) async throws {
        let server = bench.server
        let states = try (1...20).map { try TestMesh(["a", "b", "c"], at: "10.0.3.\($0)").served() }
        let swaps = Task {
            for state in states {
                server.update(to: state)
                await Task.yield()
            }
        }
        for _ in 0..<100 {
            let client = try await bench.sotw()
            try await client.ask(["a", "b", "c"])
            #expect(Set(try await client.next().content.values).count == 1)
            try await client.call.run { $0.reset(code: .cancel) }
        }
        await swaps.value
    }

    @Sendable private static func x136(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"])
        var answer = try await client.next()
        var answers = 1
        for round in 1...200 {
            try await bench.change { $0["a"] = ["10.0.4.\(round)"] }
            if round.isMultiple(of: 50) {
                try await client.call.settle()
                try await client.ack(answer)
                answer = try await client.next()
                answers += 1
            }
        }
        #expect(answer.content == ["a": ["10.0.4.200"]])
        #expect(answers == 5)
    }
}
