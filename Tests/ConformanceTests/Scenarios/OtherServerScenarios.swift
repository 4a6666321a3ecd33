import DiscoveryServer
import DiscoveryTestSupport
import GRPCTransport
import MeshModel
import Testing

/// Tests of java-control-plane and istio.
extension Scenario {
    static let otherServers: [Scenario] = [
        .run("J-01", on: .sotw, Bench.Setup { $0.options.unknownNames = .empty }, j01),
        .run("J-02", on: .sotw, j02),
        .run("J-03", on: .sotw, j03),
        .run("J-04", on: .sotw, j04),
        .notApplicable("J-05", "about callbacks of a library's user; there are none here"),
        .run("J-06", on: .sotw, j06),
        .run("I-01", on: .sotw, i01),
        .run("I-02", on: [.streamAggregated], i02),
        .run("I-03", on: .sotw, i03),
        .run("I-04", on: .sotw, i04),
        .notApplicable("I-05", "any node id is accepted; --authorize determines who may use which (XP-O8)"),
        .run("I-06", on: .sotw, i06),
        .run("I-07", on: .delta, i07),
        .run("I-08", on: .delta, i08),
        .run("I-09", on: .sotw, i09),
        .run("I-10", on: .sotw, i10),
        .run("I-11", on: .delta, Bench.Setup { $0.options.unknownNames = .emptyThenRemoved }, i11),
    ]

    @Sendable private static func j01(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a", "z"])
        #expect(try await client.next().content == ["a": ["10.0.0.1"], "z": []])
    }

    @Sendable private static func j02(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a"])
        // The cluster changed elsewhere; Envoy repeats its request (XP-E34).
        try await client.ask(["a"], nonce: first.nonce, version: first.version)
        let second = try await client.next()
        #expect(second.content == first.content)
        #expect(second.version == first.version)
        #expect(second.nonce != first.nonce)
    }

    @Sendable private static func j03(_ bench: Bench) async throws {
        let leaver = try await bench.sotw()
        try await leaver.subscribe(["a"])
        let client = try await bench.sotw()
        try await client.subscribe(["a"])
        try await leaver.call.run { $0.reset(code: .cancel) }
        try await client.call.settle()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        #expect(try await client.next().names == ["a"])
    }

    @Sendable private static func j04(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"], type: "")
        if bench.variant.isAggregated {
            #expect(try await client.call.end().status?.code == .invalidArgument)
        } else {
            #expect(try await client.next().typeURL == SotwClient.endpoints)
        }
    }

    @Sendable private static func j06(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.subscribe(["a"])
        try await client.call.settle()
        try await bench.change { _ in }
        try await client.expectSilence()
    }

    @Sendable private static func i01(_ bench: Bench) async throws {
        let old = try await bench.sotw().subscribe(["a"])
        let client = try await bench.sotw()
        // Envoy and gRPC send no nonce on a new stream; a request with one is stale, and its names must be requested
        // again.
        try await client.ask(["a"], version: old.version)
        #expect(try await client.next().names == ["a"])
    }

    @Sendable private static func i02(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a"])
        try await client.ask([], type: clusters)
        try await client.ask(["a"], nonce: first.nonce, version: first.version)
        #expect(try await client.next().names == ["a"])
    }

    @Sendable private static func i03(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a"])
        try await client.ask([], nonce: first.nonce, version: first.version)
        try await client.expectSilence()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        try await client.expectSilence()
    }

    @Sendable private static func i04(_ bench: Bench) async throws {
        let older = try await bench.sotw(on: try await bench.connect())
        let newer = try await bench.sotw()
        try await older.subscribe(["a"])
        try await newer.subscribe(["a"])
        try await older.call.halfClose()
        #expect(try await older.call.end().status?.code == .ok)
        try await newer.call.settle()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        #expect(try await newer.next().content == ["a": ["10.0.0.2"]])
    }

    @Sendable private static func i06(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        var answers = [try await client.subscribe(["a"])]
        for address in ["10.0.0.2", "10.0.0.3"] {
            try await client.call.settle()
            try await bench.change { $0["a"] = [address] }
            let answer = try await client.next()
            try await client.ack(answer)
            answers.append(answer)
        }
        #expect(Set(answers.map(\.version)).count == 3)
        #expect(Set(answers.map(\.nonce)).count == 3)
    }

    @Sendable private static func i07(_ bench: Bench) async throws {
        let held = try await bench.delta().subscribe(["a", "b"]).versions
        try await bench.change { $0["a"] = nil }
        let client = try await bench.delta()
        try await client.ask(["a", "b"], having: held)
        let answer = try await client.next()
        #expect(answer.removed == ["a"])
        // On ADS the unchanged one is sent again (XP-D4).
        #expect(answer.names == (bench.variant.isAggregated ? ["b"] : []))
        try await client.ack(answer)
        try await client.expectSilence()
    }

    @Sendable private static func i08(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["a"])
        let first = try await client.next()
        try await client.ask(drop: ["never-asked-for"])
        try await client.expectSilence()
        try await client.ack(first)
        try await client.call.settle()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        #expect(try await client.next().names == ["a"])
    }

    @Sendable private static func i11(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["a", "never"])
        let first = try await client.next()
        #expect(first.content == ["a": ["10.0.0.1"], "never": []])
        #expect(first.removed == [])
        try await client.ack(first)
        try await client.call.settle()
        try await bench.change { $0["a"] = nil }
        let second = try await client.next()
        #expect(second.content == [:])
        #expect(second.removed == ["a"])
        try await client.ack(second)
        try await client.ask(["a"])
        let third = try await client.next()
        #expect(third.content == ["a": []])
        #expect(third.removed == [])
    }

    @Sendable private static func i09(_ bench: Bench) async throws {
        for round in 0..<50 {
            let connection = try await bench.connect()
            let client = try await bench.sotw(on: connection)
            try await client.subscribe(["a"])
            try await bench.change { $0["a"] = ["10.0.1.\(round)"] }
            if round.isMultiple(of: 2) {
                await connection.close()
            } else {
                try await client.call.run { $0.reset(code: .internalError) }
            }
        }
        try await bench.expectAlive()
        #expect(try await bench.server.openStreams(until: 0) == 0)
    }

    @Sendable private static func i10(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"])
        let first = try await client.next()
        try await bench.change { $0["a"] = [] }
        try await bench.change { $0["a"] = ["10.0.0.1"] }
        try await client.ack(first)
        try await client.expectSilence()
    }
}
