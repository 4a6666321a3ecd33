import DiscoveryServer
import DiscoveryTestSupport
import GRPCTransport
import MeshModel
import Testing

/// ii/xds-test-harness.
extension Scenario {
    static let harness: [Scenario] = [
        .notApplicable("TH-01", "rows of clusters and listeners only, which are not served"),
        .notApplicable("TH-02", "rows of clusters and listeners only, which are not served"),
        .notApplicable("TH-03", "rows of clusters and listeners only, which are not served"),
        .run("TH-04", on: .sotw, th04),
        .notApplicable("TH-05", "rows of clusters and listeners only: endpoints are not full state (XP-S3)"),
        .run("TH-06", on: .sotw, Bench.Setup(mesh: TestMesh(["a", "b", "c", "d"])), th06),
        .notApplicable("TH-07", "rows of clusters and listeners only: endpoints are not full state (XP-S3)"),
        .run("TH-08", on: .sotw, th08),
        .run("TH-09", on: [.streamAggregated], th09),
        .notApplicable("TH-10", "rows of clusters and listeners only, which are not served"),
        .run("TH-11", on: .sotw, Bench.Setup(mesh: TestMesh(["a", "b", "c", "d"])), th11),
        .run("TH-12", on: .sotw, th12),
        .run("TH-13", on: .delta, th13),
        .run("TH-14", on: .delta, th14),
        .run("TH-15", on: .delta, th15),
        .run("TH-16", on: .delta, th16),
        .run("TH-17", on: .delta, th17),
        .run("TH-18", on: [.deltaAggregated], th18),
    ]

    @Sendable private static func th04(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.subscribe(["a", "b"])
        try await client.expectSilence()
    }

    @Sendable private static func th06(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["b", "d"])
        try await bench.change { $0["b"] = ["10.0.0.2"] }
        let second = try await client.next()
        #expect(second.content == ["b": ["10.0.0.2"]])
        #expect(second.version != first.version)
        try await client.ack(second)
        try await client.expectSilence()
    }

    @Sendable private static func th08(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.subscribe(["a", "z"], expecting: ["a"])
        try await client.expectSilence()
        try await bench.change { $0["z"] = ["10.0.0.2"] }
        let pushed = try await client.next()
        #expect(pushed.content == ["z": ["10.0.0.2"]])
        try await client.ack(pushed)
        try await client.expectSilence()
    }

    /// Of the two types only endpoints are served; requests for the other one must not disturb them.
    @Sendable private static func th09(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["b"], type: routes)
        try await client.ask(["b"])
        let first = try await client.next()
        #expect(first.names == ["b"])
        // The harness acknowledges under the type of its latest subscription.
        try await client.ask(["b"], nonce: first.nonce, version: first.version, type: routes)
        try await client.ack(first)
        try await client.ask(["b"], nonce: "of-the-other-type")
        try await client.expectSilence()
        try await bench.change { $0["b"] = ["10.0.0.2"] }
        #expect(try await client.next().content == ["b": ["10.0.0.2"]])
    }

    @Sendable private static func th11(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["b", "d"])
        try await client.ask(["b"], nonce: first.nonce, version: first.version)
        try await client.expectSilence()
        try await bench.change {
            $0["b"] = ["10.0.0.2"]
            $0["d"] = ["10.0.0.2"]
        }
        let second = try await client.next()
        #expect(second.names == ["b"])
        try await client.ack(second)
        try await client.expectSilence()
    }

    @Sendable private static func th12(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = try await client.subscribe(["a", "b"])
        try await client.ask([""], nonce: first.nonce, version: first.version)
        try await client.expectSilence()
        try await bench.change { $0["b"] = ["10.0.0.2"] }
        try await client.expectSilence()
    }

    @Sendable private static func th13(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a"])
        try await client.subscribe(["b"])
        try await client.expectSilence()
    }

    @Sendable private static func th14(_ bench: Bench) async throws {
        let client = try await bench.delta()
        let first = try await client.subscribe(["a", "b", "c"])
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        let second = try await client.next()
        #expect(second.content == ["a": ["10.0.0.2"]])
        #expect(second.nonce != first.nonce)
        #expect(!first.versions.values.contains(try #require(second.versions["a"])))
        try await client.ack(second)
        try await client.expectSilence()
    }

    @Sendable private static func th15(_ bench: Bench) async throws {
        let client = try await bench.delta()
        let first = try await client.subscribe(["a", "z"], expecting: ["a"], removed: ["z"])
        try await bench.change { $0["z"] = ["10.0.0.2"] }
        let second = try await client.next()
        #expect(second.names == ["z"])
        #expect(second.nonce != first.nonce)
    }

    @Sendable private static func th16(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a", "b"])
        try await bench.change { $0["a"] = nil }
        let gone = try await client.next()
        #expect(gone.removed == ["a"])
        #expect(gone.names.isEmpty)
        try await client.ack(gone)
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        #expect(try await client.next().content == ["a": ["10.0.0.2"]])
    }

    @Sendable private static func th17(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.subscribe(["a", "b"])
        for name in ["a", "b"] {
            try await client.ask(drop: [name])
            try await client.expectSilence()
            try await bench.change { $0[name] = ["10.0.0.2"] }
            try await client.expectSilence()
        }
    }

    @Sendable private static func th18(_ bench: Bench) async throws {
        let client = try await bench.delta()
        try await client.ask(["b"], type: routes)
        try await client.subscribe(["b"])
        for address in ["10.0.0.2", "10.0.0.3"] {
            try await bench.change { $0["b"] = [address] }
            let answer = try await client.next()
            #expect(answer.content == ["b": [address]])
            try await client.ack(answer)
        }
        try await client.expectSilence()
    }

    static let routes = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration"
    static let clusters = "type.googleapis.com/envoy.config.cluster.v3.Cluster"
    static let listeners = "type.googleapis.com/envoy.config.listener.v3.Listener"
    static let foreignTypes =
        [clusters, listeners, routes]
        + [
            "config.route.v3.ScopedRouteConfiguration", "extensions.transport_sockets.tls.v3.Secret",
            "service.runtime.v3.Runtime",
        ].map { "type.googleapis.com/envoy.\($0)" }
}
