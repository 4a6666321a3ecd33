import DiscoveryServer
import DiscoveryTestSupport
import GRPCTransport
import MeshModel
import NIOCore
import Testing

/// The tests of go-control-plane.
extension Scenario {
    private static let legacy = Bench.Setup { $0.options.legacyWildcard = true }

    static let goControlPlane: [Scenario] = [
        .run("G-01", on: .streams, g01),
        .run("G-02", on: .sotw, g02),
        .run("G-03", on: [.fetch], g03),
        .notApplicable("G-04", "about a send function that fails in process; on a socket that is X-14 and X-15"),
        .run("G-05", on: .sotw, g05),
        .run("G-06", on: [.streamAggregated], g06),
        .run("G-07", on: .sotw, g07),
        .run("G-08", on: [.streamAggregated, .deltaAggregated], g08),
        .run("G-09", on: [.streamAggregated, .deltaAggregated], g09),
        .run("G-10", on: [.streamAggregated, .deltaAggregated], g10),
        .notApplicable("G-11", "about a cache whose watch ends with nothing; there are no such watches here"),
        .notApplicable("G-12", "about callbacks of a library's user; there are none here"),
        .run("G-13", on: .delta, legacy, g13),
        .run("G-14", on: .delta, g14),
        .notApplicable("G-15", "about a send function that fails in process; on a socket that is X-14 and X-15"),
        .run("G-16", on: [.deltaAggregated], g16),
        .run("G-17", on: [.deltaAggregated], legacy, g17),
        .run("G-18", on: .delta, g18),
        .run("G-19", on: .delta, g19),
        .notApplicable("G-20", "about callbacks of a library's user; there are none here"),
        .elsewhere("G-21", "X-113"),
        .run("G-22", on: .sotw, legacy, g22),
        .run("G-23", on: .sotw, g23),
        .run("G-24", on: .delta, legacy, g24),
        .run("G-25", on: .delta, g25),
        .run("G-26", on: .streams, g26),
        .run("G-27", on: .sotw, g27),
        .notApplicable("G-28", "about a store that takes resources of any type; the mesh is made of objects"),
        .run("G-29", on: .sotw, Bench.Setup(mesh: TestMesh()), g29),
        .run("G-30", on: .sotw, Bench.Setup(mesh: TestMesh()), g30),
        .notApplicable("G-31", "versions are hashes of the content and have no prefix; foreign ones are X-40"),
        .run("G-32", on: .sotw, g32),
        .run("G-33", on: .sotw, g33),
        .notApplicable("G-34", "about the counts of a cache's watches; there are no such watches here"),
        .run("G-35", on: .sotw, g35),
        .run("G-36", on: .delta, Bench.Setup(mesh: TestMesh()), g36),
        .run("G-37", on: .delta, Bench.Setup(mesh: TestMesh(["a", "b"])), g37),
        .run("G-38", on: [.deltaEndpoints], Bench.Setup(mesh: TestMesh(["a", "b"])), g38),
        .run("G-39", on: .delta, g39),
        .run("G-40", on: .delta, g40),
        .run("G-41", on: .delta, Bench.Setup(mesh: TestMesh()), g41),
        .run("G-42", on: [.transport], g42),
        .run("G-43", on: .sotw, g43),
        .run("G-44", on: .sotw, g44),
        .notApplicable("G-45", "names with patterns (LEDS) are not served"),
        .notApplicable("G-46", "no lifetimes are sent: endpoints have none"),
        .run("G-47", on: .sotw, g47),
        .run("G-48", on: [.fetch], g48),
        .run("G-49", on: .sotw, g49),
        .notApplicable("G-50", "about a cache that waits for its reader; a change never waits here (XP-B1)"),
        .run("G-51", on: .sotw, g51),
        .notApplicable("G-52", "there is no store by node; state lives and dies with the stream (XP-A8)"),
        .notApplicable("G-53", "no heartbeats are sent"),
        .run("G-54", on: .delta, g54),
        .run("G-55", on: .delta, g55),
        .elsewhere("G-56", "DiscoveryResponseEncoderTests"),
        .notApplicable("G-57", "one type is served, so there is no order of types"),
    ]

    @Sendable private static func g01(_ bench: Bench) async throws {
        let call: WireCall
        if [Variant].delta.contains(bench.variant) {
            let client = try await bench.delta()
            try await client.subscribe(["a"])
            call = client.call
        } else {
            let client = try await bench.sotw()
            try await client.subscribe(["a"])
            call = client.call
        }
        try await call.settle()
        var plan = GRPCDrainPlan()
        plan.spread = .milliseconds(10)
        plan.noticeTime = .milliseconds(50)
        try await bench.server.drain(plan)
        let end = try await call.end()
        #expect(end.status?.code == .unavailable)
    }

    @Sendable private static func g02(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a", "b", "c"])
        #expect(try await client.next().names == ["a", "b", "c"])
        try await client.expectSilence()
    }

    @Sendable private static func g03(_ bench: Bench) async throws {
        for _ in 0..<2 {
            let client = try await bench.sotw()
            try await client.ask(["a"])
            try await client.call.halfClose()
            #expect(try await client.next().names == ["a"])
            #expect(try await client.call.end().status?.code == .ok)
        }
    }

    @Sendable private static func g05(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"])
        let first = try await client.next()
        try await client.ask(["a"], nonce: "wrong")
        try await client.expectSilence()
        try await client.ack(first)
        try await client.expectSilence()
    }

    @Sendable private static func g06(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        for type in foreignTypes { try await client.ask(["a"], type: type) }
        try await client.ask(["a"])
        let answer = try await client.next()
        #expect(answer.typeURL == SotwClient.endpoints)
        #expect(answer.names == ["a"])
        try await client.expectSilence()
    }

    @Sendable private static func g07(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a", "z"], expecting: ["a"])
        try await client.ask([], nonce: first.nonce, version: first.version)
        try await client.call.settle()
        try await bench.change { $0["z"] = ["10.0.0.1"] }
        try await client.expectSilence()
    }

    @Sendable private static func g08(_ bench: Bench) async throws {
        if bench.variant == .streamAggregated {
            let client = try await bench.sotw()
            try await client.ask(["a"], type: "")
            #expect(try await client.call.end().status?.code == .invalidArgument)
        } else {
            let client = try await bench.delta()
            try await client.ask(["a"], type: "")
            #expect(try await client.call.end().status?.code == .invalidArgument)
        }
        try await bench.expectAlive()
    }

    @Sendable private static func g09(_ bench: Bench) async throws {
        let connection = try await bench.connect()
        if bench.variant == .streamAggregated {
            let client = try await bench.sotw(on: connection)
            for type in foreignTypes { try await client.ask(["a"], type: type) }
            try await client.subscribe(["a"])
            try await client.call.run { $0.reset(code: .internalError) }
            try await client.call.settle()
        } else {
            let client = try await bench.delta(on: connection)
            for type in foreignTypes { try await client.ask(["a"], type: type) }
            try await client.subscribe(["a"])
            try await client.call.run { $0.reset(code: .internalError) }
            try await client.call.settle()
        }
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        try await bench.expectAlive(connection)
        #expect(try await bench.server.openStreams() == 0)
    }

    @Sendable private static func g10(_ bench: Bench) async throws {
        if bench.variant == .streamAggregated {
            let client = try await bench.sotw()
            for index in 0..<10 { try await client.ask(["a"], type: "example.com/opaque\(index % 2)") }
            try await client.call.halfClose()
            #expect(try await client.call.end().status?.code == .ok)
        } else {
            let client = try await bench.delta()
            for index in 0..<10 { try await client.ask(["a"], type: "example.com/opaque\(index % 2)") }
            try await client.call.halfClose()
            #expect(try await client.call.end().status?.code == .ok)
        }
        #expect(try await bench.server.openStreams() == 0)
    }

    @Sendable private static func g13(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe([], expecting: ["a", "b", "c"])
        try await client.expectSilence()
    }

    @Sendable private static func g14(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a", "b", "c"])
        try await client.expectSilence()
    }

    @Sendable private static func g16(_ bench: Bench) async throws {
        let client = try await bench.delta()
        for type in foreignTypes { try await client.ask(["a"], type: type) }
        let answer = try await client.subscribe(["a"])
        #expect(answer.typeURL == SotwClient.endpoints)
        try await client.expectSilence()
    }

    @Sendable private static func g17(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe([], expecting: ["a", "b", "c"])
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.2") }
        var answer = try await client.next()
        #expect(answer.names == ["a", "b", "c"])
        try await client.ack(answer)
        try await client.subscribe(["a"])
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.3") }
        answer = try await client.next()
        #expect(answer.names == ["a", "b", "c"])
        try await client.ack(answer)
        try await client.ask(drop: ["*"])
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.4") }
        answer = try await client.next()
        #expect(answer.names == ["a"])
        try await client.ack(answer)
        try await client.expectSilence()
    }

    @Sendable private static func g18(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a"])
        try await client.ask(["*"])
        var answer = try await client.next()
        #expect(Set(answer.names).isSuperset(of: ["b", "c"]))
        try await client.ack(answer)
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.2") }
        answer = try await client.next()
        #expect(answer.names == ["a", "b", "c"])
        try await client.ack(answer)
        try await client.subscribe(["b"])
        try await client.ask(drop: ["*"])
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.3") }
        answer = try await client.next()
        #expect(answer.names == ["a", "b"])
        try await client.ack(answer)
        try await client.expectSilence()
    }

    @Sendable private static func g19(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["*"], expecting: ["a", "b", "c"])
        try await client.subscribe(["b", "z"], expecting: ["b"], removed: ["z"])
        try await client.ask(drop: ["b", "z"])
        let answer = try await client.next()
        #expect(answer.names == ["b"])
        #expect(answer.removed == ["z"])
        try await client.ack(answer)
        try await client.expectSilence()
    }

    @Sendable private static func g22(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        var answer = try await client.subscribe([], expecting: ["a", "b", "c"])
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.2") }
        answer = try await client.next()
        #expect(answer.names == ["a", "b", "c"])
        try await client.ack(answer, names: ["a"])
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.3") }
        // A repeated nonce would be a refresh, so this is the push or the refresh of the remaining name.
        answer = try await client.next()
        #expect(answer.names == ["a"])
        try await client.ack(answer, names: [])
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.4") }
        try await client.expectSilence()
    }

    @Sendable private static func g23(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.subscribe(["*"], expecting: ["a", "b", "c"])
        var address = 2
        for names in [["*"], ["*", "a"], ["*", "b"]] {
            try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.\(address)") }
            address += 1
            let answer = try await client.next()
            #expect(answer.names == ["a", "b", "c"])
            try await client.ack(answer, names: names)
            // An added name is answered.
            if names.count > 1 { try await client.ack(try await client.next()) }
        }
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.9") }
        var answer = try await client.next()
        #expect(answer.names == ["a", "b", "c"])
        try await client.ack(answer, names: ["b"])
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.10") }
        answer = try await client.next()
        #expect(answer.names == ["b"])
        try await client.ack(answer, names: [])
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.11") }
        try await client.expectSilence()
        try await client.ask(["*"], nonce: answer.nonce, version: answer.version)
        #expect(try await client.next().names == ["a", "b", "c"])
    }

    @Sendable private static func g24(_ bench: Bench) async throws {
        let other = try await bench.delta()
        let versions = try await other.subscribe(["a", "b", "c"]).versions
        let client = try await bench.delta()
        try await client.ask(having: versions)
        try await client.ack(try await client.next())
        try await client.subscribe(["a"])
        try await client.ask(drop: ["a"])
        let answer = try await client.next()
        #expect(answer.names == ["a"])
        try await client.ack(answer)
        try await bench.change { $0["b"] = ["10.0.0.2"] }
        #expect(try await client.next().names == ["b"])
    }

    @Sendable private static func g25(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["*"], expecting: ["a", "b", "c"])
        try await client.subscribe(["a"])
        try await client.ask(["b"], drop: ["a"])
        let both = try await client.next()
        #expect(Set(both.names).isSuperset(of: ["b"]))
        try await client.ack(both)
        try await client.ask(["a"], drop: ["*"])
        let named = try await client.next()
        #expect(named.names == ["a"])
        try await client.ack(named)
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.2") }
        let changed = try await client.next()
        #expect(changed.names == ["a", "b"])
        try await client.ack(changed)
        try await client.ask(drop: ["a", "b"])
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.3") }
        try await client.expectSilence()
        try await client.ask(["a"], drop: ["*"])
        let again = try await client.next()
        #expect(again.names == ["a"])
        try await client.ack(again)
        try await client.ask(["*"])
        let all = try await client.next()
        #expect(Set(all.names).isSuperset(of: ["b", "c"]))
        try await client.ack(all)
        try await client.ask(drop: ["unknown"])
        try await client.expectSilence()
    }

    @Sendable private static func g26(_ bench: Bench) async throws {
        if [Variant].delta.contains(bench.variant) {
            let client = try await bench.delta()
            try await client.ask()
            try await client.expectSilence()
            try await client.subscribe(["*"], expecting: ["a", "b", "c"])
        } else {
            let client = try await bench.sotw()
            try await client.ask([])
            try await client.expectSilence()
            try await client.subscribe(["*"], expecting: ["a", "b", "c"])
        }
    }

    @Sendable private static func g27(_ bench: Bench) async throws {
        try await bench.sotw().subscribe(["a"])
        try await bench.sotw().subscribe(["*"], expecting: ["a", "b", "c"])
    }

    @Sendable private static func g29(_ bench: Bench) async throws {
        let one = try await bench.sotw()
        let all = try await bench.sotw()
        try await one.ask(["a"])
        try await all.ask(["*"])
        try await one.expectSilence()
        try await bench.change { $0["a"] = ["10.0.0.1"] }
        let first = try await one.next()
        #expect(first.names == ["a"])
        #expect(try await all.next().names == ["a"])
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        try await bench.change { $0["a"] = ["10.0.0.3"] }
        try await one.ack(first)
        #expect(try await one.next().content == ["a": ["10.0.0.3"]])
    }

    @Sendable private static func g30(_ bench: Bench) async throws {
        let one = try await bench.sotw()
        let all = try await bench.sotw()
        try await one.ask(["a"])
        try await all.ask(["*"])
        try await one.call.settle()
        try await bench.change { $0 = TestMesh(["a": ["10.0.0.1"], "b": ["10.0.0.1"]]) }
        try await one.ack(try await one.next())
        var answer = try await all.next()
        #expect(answer.names == ["a", "b"])
        try await all.ack(answer)
        try await all.call.settle()
        try await bench.change { $0 = TestMesh(["a": ["10.0.0.2"], "b": ["10.0.0.1"], "c": ["10.0.0.1"]]) }
        try await one.ack(try await one.next())
        answer = try await all.next()
        #expect(answer.names == ["a", "c"])
        try await all.ack(answer)
        try await all.call.settle()
        try await bench.change { $0["a"] = nil }
        try await one.expectSilence()
        try await all.expectSilence()
    }

    @Sendable private static func g32(_ bench: Bench) async throws {
        let one = try await bench.sotw()
        let all = try await bench.sotw()
        try await one.subscribe(["a"])
        try await all.subscribe(["*"], expecting: ["a", "b", "c"])
        try await all.call.settle()
        try await bench.change { $0["a"] = nil }
        try await one.expectSilence()
        try await all.expectSilence()
    }

    @Sendable private static func g33(_ bench: Bench) async throws {
        let two = try await bench.sotw()
        let all = try await bench.sotw()
        try await two.subscribe(["a", "b"])
        try await all.subscribe(["*"], expecting: ["a", "b", "c"])
        try await all.call.settle()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        #expect(try await two.next().names == ["a"])
        #expect(try await all.next().names == ["a"])
    }

    /// Twenty watchers, twenty changes from many tasks: each watcher ends with the newest content.
    @Sendable private static func g35(_ bench: Bench) async throws {
        var clients: [SotwClient] = []
        for index in 0..<20 {
            let client = try await bench.sotw()
            try await client.ask(["w\(index)"])
            clients.append(client)
        }
        try await clients[19].call.settle()
        for index in 0..<20 { try await bench.change { $0["w\(index)"] = ["10.0.0.1"] } }
        for (index, client) in clients.enumerated() { #expect(try await client.next().names == ["w\(index)"]) }
    }

    @Sendable private static func g36(_ bench: Bench) async throws {
        let clients = [try await bench.delta(), try await bench.delta()]
        for client in clients {
            try await client.subscribe(["*"], expecting: [])
            try await client.expectSilence()
        }
        try await bench.change { $0["a"] = ["10.0.0.1"] }
        let first = try await clients[0].next()
        let second = try await clients[1].next()
        #expect(first.names == ["a"])
        #expect(first.versions == second.versions)
    }

    @Sendable private static func g37(_ bench: Bench) async throws {
        try await bench.delta().subscribe(["b", "c"], expecting: ["b"], removed: ["c"])
        try await bench.delta().subscribe(["a", "b"])
    }

    @Sendable private static func g38(_ bench: Bench) async throws {
        let versions = try await bench.delta().subscribe(["a", "b"]).versions
        let half = try await bench.delta()
        try await half.ask(["a", "b"], having: ["b": try #require(versions["b"])])
        #expect(try await half.next().names == ["a"])
        let whole = try await bench.delta()
        try await whole.ask(["a", "b"], having: versions)
        try await whole.expectSilence()
        try await bench.change { $0["b"] = ["10.0.0.2"] }
        #expect(try await whole.next().names == ["b"])
    }

    @Sendable private static func g39(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a", "b"])
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        #expect(try await client.next().content == ["a": ["10.0.0.2"]])
        try await client.expectSilence()
    }

    @Sendable private static func g40(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a", "b"])
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a": ["10.0.0.2"]]) }
        let answer = try await client.next()
        #expect(answer.content == ["a": ["10.0.0.2"]])
        #expect(answer.removed == ["b"])
    }

    @Sendable private static func g41(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a", "b"], expecting: [], removed: ["a", "b"])
        func step(_ names: [String], removed: [String] = [], _ body: (inout TestMesh) -> Void) async throws {
            try await client.call.settle()
            try await bench.change(body)
            let answer = try await client.next()
            #expect(answer.names == names)
            #expect(answer.removed == removed)
            try await client.ack(answer)
        }
        try await step(["a", "b"]) { $0 = TestMesh(["a", "b"]) }
        try await step(["a", "b"]) { $0 = TestMesh(["a", "b"], at: "10.0.0.2") }
        try await step(["a"], removed: ["b"]) { $0 = TestMesh(["a", "d"], at: "10.0.0.3") }
        try await step(["b"]) { $0 = TestMesh(["a", "b"], at: "10.0.0.3") }
        try await client.expectSilence()
        let all = try await bench.delta()
        try await all.subscribe(["*"], expecting: ["a", "b"])
        try await all.call.settle()
        try await bench.change {
            $0["b"] = ["10.0.0.4"]
            $0["d"] = ["10.0.0.4"]
        }
        let answer = try await all.next()
        #expect(answer.names == ["b", "d"])
        try await all.ack(answer)
        try await all.call.settle()
        try await bench.change {
            $0["a"] = ["10.0.0.5"]
            $0["d"] = nil
        }
        let last = try await all.next()
        #expect(last.names == ["a"])
        #expect(last.removed == ["d"])
    }

    @Sendable private static func g42(_ bench: Bench) async throws {
        let sotw = try await bench.sotw(.streamEndpoints)
        let delta = try await bench.delta(.deltaEndpoints)
        try await sotw.subscribe(["a", "b"])
        try await delta.subscribe(["a", "b"])
        try await delta.call.settle()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        let first = try await sotw.next()
        #expect(first.names == ["a"])
        try await sotw.ack(first)
        let second = try await delta.next()
        #expect(second.names == ["a"])
        try await delta.ack(second)
        try await delta.call.settle()
        try await bench.change { $0["b"] = nil }
        #expect(try await delta.next().removed == ["b"])
        try await sotw.expectSilence()
    }

    @Sendable private static func g43(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.subscribe(["a", "b", "c"])
        for (index, name) in ["a", "b", "c"].enumerated() {
            try await client.call.settle()
            try await bench.change { $0[name] = ["10.0.0.\(index + 2)"] }
            let answer = try await client.next()
            #expect(answer.names == [name])
            try await client.ack(answer)
        }
        try await client.expectSilence()
    }

    @Sendable private static func g44(_ bench: Bench) async throws {
        let all = try await bench.sotw()
        let held = try await all.subscribe(["*"], expecting: ["a", "b", "c"])
        let again = try await bench.sotw()
        try await again.ask(["*"], version: held.version)
        try await again.ack(try await again.next())
        let two = try await bench.sotw()
        try await two.ask(["a", "b"], version: "foreign-1")
        var answer = try await two.next()
        #expect(answer.names == ["a", "b"])
        try await two.ack(answer)
        let missing = try await bench.sotw()
        try await missing.ask(["d"])
        try await missing.call.settle()
        try await bench.change {
            $0["b"] = ["10.0.0.2"]
            $0["d"] = ["10.0.0.2"]
            $0["a"] = nil
        }
        for client in [all, again] {
            let answer = try await client.next()
            #expect(answer.names == ["b", "d"])
            try await client.ack(answer)
        }
        answer = try await two.next()
        #expect(answer.names == ["b"])
        #expect(try await missing.next().names == ["d"])
        // The acknowledgement also subscribes to another name, which is sent.
        try await two.ack(answer, names: ["a", "b", "c"])
        answer = try await two.next()
        #expect(answer.names == ["c"])
        try await two.ack(answer, names: ["*"])
        #expect(Set(try await two.next().names).isSuperset(of: ["d"]))
        try await all.call.settle()
        try await bench.change { $0["c"] = nil }
        try await all.expectSilence()
    }

    @Sendable private static func g47(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["unknown"])
        try await client.expectSilence()
        try await bench.change { $0["unknown"] = ["10.0.0.1"] }
        #expect(try await client.next().names == ["unknown"])
    }

    @Sendable private static func g48(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"])
        try await client.call.halfClose()
        let answer = try await client.next()
        #expect(try await client.call.end().status?.code == .ok)
        let nobody = try await bench.sotw(node: nil)
        try await nobody.ask(["a"], version: answer.version)
        try await nobody.call.halfClose()
        #expect(try await nobody.next().names == ["a"])
        #expect(try await nobody.call.end().status?.code == .ok)
    }

    @Sendable private static func g49(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["v"])
        try await client.call.settle()
        try await bench.change { $0["v"] = ["10.0.0.1"] }
        try await client.ack(try await client.next())
        try await client.call.settle()
        // Another resource changes.
        try await bench.change { $0["a"] = ["10.0.0.9"] }
        try await client.expectSilence()
    }

    @Sendable private static func g51(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"])
        let first = try await client.next()
        try await client.ask(["a", "b"], nonce: first.nonce, version: first.version)
        let second = try await client.next()
        #expect(second.names == ["b"])
        try await client.ack(second)
        try await client.expectSilence()
    }

    @Sendable private static func g54(_ bench: Bench) async throws {
        let client = try await bench.delta()
        if bench.variant.isAggregated {
            for type in foreignTypes { try await client.ask(["*"], type: type) }
        }
        try await client.subscribe(["*"], expecting: ["a", "b", "c"])
        try await client.ask(["a"], drop: ["*"])
        try await client.ack(try await client.next())
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.2") }
        let answer = try await client.next()
        #expect(answer.names == ["a"])
        #expect(answer.typeURL == SotwClient.endpoints)
        try await client.ack(answer)
        try await client.expectSilence()
    }

    @Sendable private static func g55(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["*"], expecting: ["a", "b", "c"])
        try await client.call.settle()
        try await bench.change { $0 = TestMesh() }
        let answer = try await client.next()
        #expect(answer.removed == ["a", "b", "c"])
        try await client.ack(answer)
        try await client.expectSilence()
    }
}
