import DiscoveryServer
import DiscoveryTestSupport
import EnvoyMessages
import GRPCTransport
import MeshModel
import NIOCore
import Testing

extension Scenario {
    @Sendable static func x40(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a", "b"], version: "77")
        #expect(try await client.next().names == ["a", "b"])
    }

    @Sendable static func x41(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["y"])
        try await client.ask(["z"])
        try await client.expectSilence()
        try await bench.change {
            $0["y"] = ["10.0.0.1"]
            $0["z"] = ["10.0.0.1"]
        }
        let answer = try await client.next()
        #expect(answer.names == ["z"])
        try await client.ack(answer)
        try await client.expectSilence()
    }

    @Sendable static func x42(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a", "b"])
        try await client.ack(first)
        let second = try await client.next()
        #expect(second.content == first.content)
        #expect(second.nonce != first.nonce)
        try await client.ack(second)
        try await client.expectSilence()
    }

    @Sendable static func x43(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a"])
        try await client.ack(first, names: ["b", "a"])
        #expect(try await client.next().names == ["a", "b"])
    }

    @Sendable static func x44(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a"])
        try await client.call.settle()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        let second = try await client.next()
        try await client.ack(first, names: ["b", "a"])
        try await client.expectSilence()
        try await client.ack(second, names: ["b", "a"])
        #expect(try await client.next().names == ["b"])
    }

    @Sendable static func x45(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.subscribe(["a"])
        try await client.call.settle()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        try await client.nack(try await client.next())
        try await client.expectSilence()
        try await bench.change { $0["b"] = ["10.0.0.3"] }
        try await client.expectSilence()
        try await bench.change { $0["a"] = ["10.0.0.3"] }
        #expect(try await client.next().content == ["a": ["10.0.0.3"]])
    }

    @Sendable static func x46(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a", "b"])
        try await client.nack(try await client.next(), names: ["a", "b", "c"])
        let answer = try await client.next()
        #expect(answer.names == ["c"])
        try await client.ack(answer)
        try await client.expectSilence()
    }

    @Sendable static func x47(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a"])
        try await client.call.settle()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        let refused = try await client.next()
        try await client.nack(refused, version: first.version)
        try await client.call.settle()
        try await bench.change { $0["a"] = ["10.0.0.1"] }
        let back = try await client.next()
        #expect(back.content == first.content)
        #expect(back.version != refused.version)
    }

    @Sendable static func x48(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a"])
        try await client.call.settle()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        let second = try await client.next()
        try await client.nack(first)
        try await client.expectSilence()
        try await client.ack(second)
        try await client.expectSilence()
    }

    @Sendable static func x49(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        var answer = try await client.subscribe(["a", "b"])
        try await client.ack(answer, names: ["a"])
        try await client.expectSilence()
        try await client.ack(answer, names: ["a", "b"])
        answer = try await client.next()
        #expect(answer.names.contains("b"))
        try await client.ack(answer)
        try await client.expectSilence()
    }

    @Sendable static func x50(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let answer = try await client.subscribe(["a", "b"])
        try await client.ack(answer, names: [])
        try await client.expectSilence()
        try await client.ack(answer, names: ["b"])
        #expect(try await client.next().names == ["b"])
    }

    @Sendable static func x51(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a", "a", "b"])
        #expect(try await client.next().names == ["a", "b"])
    }

    /// Thousands of names, few of them existing; BackPressureTests cover a response that is split by the target.
    @Sendable static func x52(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask((0..<20_000).map { "n\($0)" })
        var names: [String] = []
        while names.count < 200 { names += try await client.next().names }
        #expect(Set(names).count == 200)
        try await client.expectSilence()
    }

    @Sendable static func x53(_ bench: Bench) async throws {
        for type in ["", clusters] {
            let call: WireCall
            if bench.variant == .deltaEndpoints {
                let client = try await bench.delta()
                try await client.ask(["a"], type: type)
                if type.isEmpty { #expect(try await client.next().typeURL == SotwClient.endpoints) }
                call = client.call
            } else {
                let client = try await bench.sotw()
                try await client.ask(["a"], type: type)
                if bench.variant == .fetch { try await client.call.halfClose() }
                if type.isEmpty { #expect(try await client.next().typeURL == SotwClient.endpoints) }
                call = client.call
            }
            if !type.isEmpty { #expect(try await call.end().status?.code == .invalidArgument) }
        }
    }

    @Sendable static func x54(_ bench: Bench) async throws {
        try await bench.sotw(node: nil).subscribe(["a"])
        try await Bench.run(bench.variant, Bench.Setup { $0.options.requiresNode = true }) { strict in
            let nobody = try await strict.sotw(node: nil)
            try await nobody.ask(["a"])
            #expect(try await nobody.call.end().status?.code == .invalidArgument)
            try await strict.sotw().subscribe(["a"])
        }
    }

    /// A later node is ignored (XP-N1): the identity is that of the first message.
    @Sendable static func x55(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a"])
        var other = SotwClient.node
        other.id = "router~10.8.8.8~other.shop~shop.svc.cluster.local"
        let request = DiscoveryRequestMessage(
            resourceNames: [TestMesh.cluster("a")],
            typeURL: SotwClient.endpoints,
            responseNonce: first.nonce,
            node: other
        )
        try await client.call.send(try request.encoded())
        #expect(try await client.next().content == first.content)
    }

    @Sendable static func x56(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["z"])
        let empty = try await client.next()
        #expect(empty.content == ["z": []])
        try await client.ack(empty)
        try await client.call.settle()
        try await bench.change { $0["z"] = ["10.0.0.1"] }
        #expect(try await client.next().content == ["z": ["10.0.0.1"]])
    }

    @Sendable static func x57(_ bench: Bench) async throws {
        for policy in [false, true] {
            let setup = Bench.Setup { if policy { $0.options.unknownNames = .empty } }
            try await Bench.run(bench.variant, setup) { bench in
                let client = try await bench.sotw()
                try await client.subscribe(["a"])
                try await client.call.settle()
                try await bench.change { $0["a"] = nil }
                if policy {
                    let gone = try await client.next()
                    #expect(gone.content == ["a": []])
                    try await client.ack(gone)
                }
                try await client.expectSilence()
                try await bench.change { $0["a"] = ["10.0.0.1"] }
                #expect(try await client.next().content == ["a": ["10.0.0.1"]])
            }
        }
    }

    @Sendable static func x58(_ bench: Bench) async throws {
        let client = try await bench.sotw()
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

    @Sendable static func x59(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a"])
        try await client.call.settle()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        let pushed = try await client.next()
        // The push is not acknowledged; a request with its nonce adds a name.
        try await client.ask(["a", "c"], nonce: pushed.nonce, version: first.version)
        #expect(try await client.next().names == ["c"])
    }

    @Sendable static func x60(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"])
        let first = try await client.next()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        // Without an acknowledgement the newer content is sent after the timeout.
        let second = try await client.next()
        #expect(second.content == ["a": ["10.0.0.2"]])
        try await client.ack(first)
        try await client.ack(second)
        try await client.expectSilence()
    }

    @Sendable static func x61(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"])
        let first = try await client.next()
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        try await bench.change { $0["a"] = ["10.0.0.1"] }
        try await client.ack(first)
        try await client.expectSilence()
    }

    @Sendable static func x62(_ bench: Bench) async throws {
        for answers in [false, true] {
            let setup = Bench.Setup { $0.options.answersListenersAndClusters = answers }
            try await Bench.run(bench.variant, setup) { bench in
                if bench.variant == .streamAggregated {
                    let client = try await bench.sotw()
                    for type in [clusters, listeners, "example.com/unknown"] { try await client.ask([], type: type) }
                    if answers {
                        for type in [clusters, listeners] {
                            let empty = try await client.next()
                            #expect(empty.typeURL == type)
                            #expect(empty.content.isEmpty)
                        }
                    }
                    try await client.subscribe(["a"])
                    try await client.expectSilence()
                } else {
                    let client = try await bench.delta()
                    for type in [clusters, listeners, "example.com/unknown"] { try await client.ask(type: type) }
                    if answers {
                        for type in [clusters, listeners] { #expect(try await client.next().typeURL == type) }
                    }
                    try await client.subscribe(["a"])
                    try await client.expectSilence()
                }
            }
        }
    }

    /// Endpoints are rejected forever; other requests on the stream are unaffected, and there is no loop.
    @Sendable static func x63(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask([], type: clusters)
        try await client.ask(["a"])
        for address in 2...10 {
            try await client.nack(try await client.next())
            try await client.expectSilence()
            try await bench.change { $0["a"] = ["10.0.0.\(address)"] }
        }
        try await client.ask(["x"], type: routes)
        try await client.nack(try await client.next())
        try await client.expectSilence()
    }

    @Sendable static func x64(_ bench: Bench) async throws {
        try await bench.sotw().subscribe(["a", "b"])
    }

    @Sendable static func x65(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        var answer = try await client.subscribe(["*"], expecting: ["a", "b", "c"])
        try await client.ack(answer, names: ["*", "a"])
        answer = try await client.next()
        #expect(answer.names.contains("a"))
        try await client.ack(answer)
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.2") }
        answer = try await client.next()
        #expect(answer.names == ["a", "b", "c"])
        try await client.ack(answer, names: ["a"])
        try await client.call.settle()
        try await bench.change { $0 = TestMesh(["a", "b", "c"], at: "10.0.0.3") }
        answer = try await client.next()
        #expect(answer.names == ["a"])
    }

    @Sendable static func x66(_ bench: Bench) async throws {
        let silent = try await bench.sotw()
        try await silent.ask([])
        try await silent.expectSilence()
        try await Bench.run(bench.variant, Bench.Setup { $0.options.legacyWildcard = true }) { legacy in
            try await legacy.sotw().subscribe([], expecting: ["a", "b", "c"])
        }
    }

    /// Locators with parameters are not supported.
    @Sendable static func x67(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let type = Array(SotwClient.endpoints.utf8)
        var request: [UInt8] = [0x22, UInt8(type.count)] + type
        for (name, parameters) in [("a", [] as [UInt8]), ("b", [0x12, 6, 0x0A, 1, 0x6B, 0x12, 1, 0x76])] {
            let text = Array(TestMesh.cluster(name).utf8)
            let locator = [0x0A, UInt8(text.count)] + text + parameters
            request += [0x3A, UInt8(locator.count)] + locator
        }
        try await client.call.send(request)
        #expect(try await client.next().names == ["a"])
    }

    /// One assignment above the target, and a small one.
    @Sendable static func x69(_ bench: Bench) async throws {
        var mesh = TestMesh(["a", "c"])
        mesh["b"] = (0..<50_000).map { "10.\(1 + $0 / 62_500).\($0 / 250 % 250).\($0 % 250 + 1)" }
        try await Bench.run(bench.variant, Bench.Setup(mesh: mesh)) { bench in
            let client = try await bench.sotw()
            try await client.ask(["a", "b", "c"])
            var sizes: [[String]] = []
            while sizes.joined().count < 3 { sizes.append(try await client.next().names) }
            #expect(sizes == [["a"], ["b"], ["c"]])
        }
    }
}
