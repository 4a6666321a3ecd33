import DiscoveryServer
import DiscoveryTestSupport
import GRPCTransport
import MeshModel
import NIOCore
import Testing

/// Delta.
extension Scenario {
    static let delta: [Scenario] = [
        .run("X-80", on: .delta, x80),
        .run("X-81", on: .delta, x81),
        .run("X-82", on: .delta, x82),
        .run("X-83", on: .delta, x83),
        .run("X-84", on: .delta, x84),
        .run("X-85", on: .delta, x85),
        .run("X-86", on: .delta, x86),
        .run("X-87", on: .delta, x87),
        .run("X-88", on: .delta, x88),
        .run("X-89", on: .delta, x89),
        .run("X-90", on: .delta, x90),
        .run("X-91", on: .delta, x91),
        .run("X-92", on: [.deltaAggregated], x92),
        .notApplicable("X-93", "clusters are not served"),
        .notApplicable("X-94", "clusters are not served: nothing tells of a new cluster on a known name"),
        .run("X-95", on: .delta, x95),
        .run("X-96", on: .delta, x96),
        .run("X-97", on: .delta, x97),
        .run("X-98", on: .delta, x98),
        .run("X-99", on: .delta, x99),
        .run("X-100", on: .delta, x100),
        .notApplicable("X-101", "names with patterns (LEDS) are not served"),
        .notApplicable("X-102", "no heartbeats are sent"),
        .run("X-103", on: .delta, Bench.Setup { $0.options.acknowledgementTimeout = .milliseconds(50) }, x103),
        .run("X-104", on: .delta, x104),
        .run("X-105", on: .delta, x105),
        .run("X-106", on: .delta, RejectionScenarios.staysDistrusted),
        .run("X-107", on: .streams, RejectionScenarios.isSentAgain),
        .run(
            "X-108",
            on: .streams,
            Bench.Setup { $0.options.maximumGRPCResponse = 1_000 },
            RejectionScenarios.isWithheld
        ),
        .run("X-109", on: .streams, RejectionScenarios.isPushedAgain),
    ]

    @Sendable private static func x80(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a", "z"], expecting: ["a"], removed: ["z"])
        try await client.expectSilence()
        try await bench.change { $0["z"] = ["10.0.0.1"] }
        #expect(try await client.next().names == ["z"])
    }

    @Sendable private static func x81(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["z"], expecting: [], removed: ["z"])
        for exists in [true, false, true] {
            try await client.call.settle()
            try await bench.change { $0["z"] = exists ? ["10.0.0.1"] : nil }
            let answer = try await client.next()
            #expect(answer.names == (exists ? ["z"] : []))
            #expect(answer.removed == (exists ? [] : ["z"]))
            try await client.ack(answer)
        }
    }

    @Sendable private static func x82(_ bench: Bench) async throws {
        let client = try await bench.delta()
        let first = try await client.subscribe(["a"])
        let second = try await client.subscribe(["a"])
        #expect(first.versions == second.versions)
    }

    @Sendable private static func x83(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["a"], drop: ["a"])
        try await client.expectSilence()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        try await client.expectSilence()
    }

    @Sendable private static func x84(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a"])
        try await client.ask(drop: ["a"])
        try await client.subscribe(["a"])
        try await client.expectSilence()
    }

    @Sendable private static func x85(_ bench: Bench) async throws {
        let client = try await bench.delta()
        let first = try await client.subscribe(["a"])
        try await client.subscribe(["b"])
        try await client.ask(["c"], nonce: first.nonce)
        #expect(try await client.next().names == ["c"])
    }

    @Sendable private static func x86(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["a"])
        try await client.ask(["b"], nonce: try await client.next().nonce)
        let second = try await client.next()
        #expect(second.names == ["b"])
        try await client.ack(second)
        try await client.call.settle()
        // Both are acknowledged, so a change is sent at once.
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        #expect(try await client.next().names == ["a"])
    }

    @Sendable private static func x87(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["a"])
        try await client.ask(drop: ["a"], nonce: try await client.next().nonce, error: "rejected by the test")
        try await client.expectSilence()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        try await client.expectSilence()
    }

    /// The names of a rejected response are sent again, one by one (XP-D15); after a reconnect all of them, without a
    /// loop.
    @Sendable private static func x88(_ bench: Bench) async throws {
        let old = try await bench.delta().subscribe(["a", "b"]).versions
        try await bench.change { $0 = TestMesh(["a", "b"], at: "10.0.0.2") }
        let client = try await bench.delta()
        try await client.ask(["a", "b"], having: old)
        try await client.nack(try await client.next())
        for name in ["a", "b"] {
            let alone = try await client.next()
            #expect(alone.names == [name])
            if name == "a" { try await client.ack(alone) } else { try await client.nack(alone) }
        }
        try await client.expectSilence()
        let again = try await bench.delta()
        try await again.ask(["a", "b"], having: old)
        #expect(try await again.next().names == ["a", "b"])
    }

    @Sendable private static func x89(_ bench: Bench) async throws {
        let current = try await bench.delta().subscribe(["a"]).versions
        let client = try await bench.delta()
        try await client.ask(
            ["a", "b", "gone"],
            having: ["a": try #require(current["a"]), "b": "0000000000000001", "gone": "1"]
        )
        let answer = try await client.next()
        #expect(answer.names == (bench.variant.isAggregated ? ["a", "b"] : ["b"]))
        #expect(answer.removed == ["gone"])
        try await client.ack(answer)
        try await client.expectSilence()
    }

    @Sendable private static func x90(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a"])
        try await client.ask(having: ["a": "old", "gone": "1"])
        try await client.expectSilence()
    }

    @Sendable private static func x91(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["a"], having: ["b": "old", "gone": "1"])
        let answer = try await client.next()
        #expect(answer.names == ["a"])
        try await client.ack(answer)
        try await client.expectSilence()
        let all = try await bench.delta()
        try await all.ask(["*"], having: ["b": "old", "gone": "1"])
        let everything = try await all.next()
        #expect(everything.names == ["a", "b", "c"])
        #expect(everything.removed == ["gone"])
    }

    @Sendable private static func x92(_ bench: Bench) async throws {
        let current = try await bench.delta().subscribe(["a"]).versions
        let client = try await bench.delta()
        try await client.ask(["a"], having: current)
        #expect(try await client.next().versions == current)
    }

    @Sendable private static func x95(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["*"], expecting: ["a", "b", "c"])
        try await client.subscribe(["a"])
        try await client.ask(drop: ["a"])
        #expect(try await client.next().names == ["a"])
    }

    @Sendable private static func x96(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["*", "a"], expecting: ["a", "b", "c"])
        try await client.ask(drop: ["*"])
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.2") }
        let answer = try await client.next()
        #expect(answer.names == ["a"])
        try await client.ack(answer)
        try await client.expectSilence()
    }

    @Sendable private static func x97(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["a"])
        let first = try await client.next()
        for index in 1...100 { try await bench.change { $0["a"] = ["10.0.2.\(index)"] } }
        try await client.expectSilence()
        try await client.ack(first)
        let last = try await client.next()
        #expect(last.content == ["a": ["10.0.2.100"]])
        try await client.ack(last)
        try await client.expectSilence()
    }

    @Sendable private static func x98(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["a", "z"])
        let first = try await client.next()
        #expect(first.removed == ["z"])
        try await bench.change { $0["z"] = ["10.0.0.1"] }
        try await bench.change { $0["z"] = nil }
        try await client.ack(first)
        try await client.expectSilence()
    }

    @Sendable private static func x99(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["a"])
        let first = try await client.next()
        try await bench.change { $0["a"] = nil }
        try await bench.change { $0["a"] = ["10.0.0.1"] }
        try await client.ack(first)
        try await client.expectSilence()
    }

    @Sendable private static func x100(_ bench: Bench) async throws {
        // A name of more than 4 KiB is too long.
        let long = try await bench.delta()
        try await long.ask([String(repeating: "n", count: 5_000)])
        #expect(try await long.call.end().status?.code == .resourceExhausted)
        // Ten thousand of 1 KB exceed the limit of a message.
        let many = try await bench.delta()
        let tail = String(repeating: "n", count: 1_000)
        try await many.ask((0..<10_000).map { "\($0)\(tail)" })
        #expect(try await many.call.end().status?.code == .resourceExhausted)
        // Three thousand are accepted.
        let some = try await bench.delta()
        try await some.ask((0..<3_000).map { "\($0)\(tail)" })
        var removed: [String] = []
        while removed.count < 3_000 { removed += try await some.next().removed }
        #expect(Set(removed).count == 3_000)
        try await bench.expectAlive()
    }

    @Sendable private static func x103(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["a"])
        let first = try await client.next()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        let second = try await client.next()
        try await client.ack(second)
        try await client.ack(first)
        try await client.expectSilence()
        try await bench.change { $0["a"] = ["10.0.0.3"] }
        #expect(try await client.next().content == ["a": ["10.0.0.3"]])
    }

    @Sendable private static func x104(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a"])
        try await client.ask(nonce: "never-issued")
        try await client.expectSilence()
    }

    @Sendable private static func x105(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["a"], type: "")
        if bench.variant.isAggregated {
            #expect(try await client.call.end().status?.code == .invalidArgument)
        } else {
            #expect(try await client.next().typeURL == SotwClient.endpoints)
        }
    }
}
