import DiscoveryProtocol
import Testing

@Suite("ADS: many types on one stream")
struct AggregatedTests {
    typealias SotwStream = AggregatedSubscriptions<SotwSubscription>
    typealias DeltaStream = AggregatedSubscriptions<DeltaSubscription>
    static let eds = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"
    static let cds = "type.googleapis.com/envoy.config.cluster.v3.Cluster"
    let catalog: TestCatalog = ["a": 1, "b": 1]

    @Test("G-08, XP-A2: a request without type_url is an invalid argument")
    func missingType() {
        var sotw = SotwStream(served: [Self.eds: .init()], noncePrefix: "s")
        var delta = DeltaStream(served: [Self.eds: .init()], noncePrefix: "d")
        for verdict in [
            sotw.receive(.init(names: ["a"]), typeURL: "", from: catalog).verdict,
            delta.receive(.init(subscribe: ["a"]), typeURL: "", from: catalog).verdict,
        ] {
            guard case .refused(let rejection) = verdict else {
                Issue.record("not rejected: \(verdict)")
                continue
            }
            #expect(rejection.code == .invalidArgument)
        }
    }

    @Test("X-64, XP-A3: endpoints are sent even if clusters are never requested")
    func endpointsFirst() {
        var stream = SotwStream(served: [Self.eds: .init()], noncePrefix: "s")
        #expect(contents(stream.receive(.init(names: ["a"]), typeURL: Self.eds, from: catalog).responses) == [["a@1"]])
    }

    @Test(
        "X-62, XP-A6: requests for unserved types get no response, and endpoints are served",
        arguments: [true, false]
    )
    func unservedSotw(answeredEmpty: Bool) {
        var stream = SotwStream(
            served: [Self.eds: .init()],
            unserved: .init(answeredEmpty: answeredEmpty ? [Self.cds] : []),
            noncePrefix: "s"
        )
        let first = stream.receive(.init(), typeURL: Self.cds, from: catalog)
        #expect(contents(first.responses) == (answeredEmpty ? [[]] : []))
        let nonce = first.responses.first?.nonce ?? "none"
        let second = stream.receive(.init(nonce: nonce), typeURL: Self.cds, from: catalog)
        #expect(second.responses == [])
        #expect(second.verdict == (answeredEmpty ? .acknowledged : .stale))
        #expect(stream.receive(.init(names: ["r"]), typeURL: "unknown", from: catalog).responses == [])
        #expect(stream.unservedTypeURLs == [Self.cds, "unknown"])
        let endpoints = stream.receive(.init(names: ["a"]), typeURL: Self.eds, from: catalog).responses
        #expect(contents(endpoints) == [["a@1"]])
        #expect(stream.typeURLs == [Self.eds])
        #expect(endpoints[0].nonce != nonce)
    }

    @Test("X-62: in delta only the wildcard request gets an empty response, once")
    func unservedDelta() {
        var stream = DeltaStream(
            served: [Self.eds: .init()],
            unserved: .init(answeredEmpty: [Self.cds, "lds"]),
            noncePrefix: "d"
        )
        #expect(contents(stream.receive(.init(subscribe: ["*"]), typeURL: Self.cds, from: catalog).responses) == [[]])
        #expect(stream.receive(.init(), typeURL: Self.cds, from: catalog).responses == [])
        #expect(stream.receive(.init(subscribe: ["x"]), typeURL: "lds", from: catalog).responses == [])
    }

    @Test("XP-A6: the number of unserved types is limited")
    func manyTypes() {
        var stream = SotwStream(served: [:], unserved: .init(maximumCount: 3), noncePrefix: "s")
        for index in 0..<3 {
            #expect(stream.receive(.init(), typeURL: "t\(index)", from: catalog).verdict == .subscription)
        }
        #expect(stream.receive(.init(), typeURL: "t0", from: catalog).verdict == .subscription)
        guard case .refused(let rejection) = stream.receive(.init(), typeURL: "t3", from: catalog).verdict else {
            Issue.record("a fourth type was accepted")
            return
        }
        #expect(rejection.code == .resourceExhausted)
    }

    @Test("X-63, XP-A7: a type that is rejected or not acknowledged does not delay another one")
    func independence() {
        var stream = SotwStream(served: [Self.eds: .init(), "rds": .init()], noncePrefix: "s")
        let endpoints = stream.receive(.init(names: ["a"]), typeURL: Self.eds, from: catalog).responses[0]
        let routes = stream.receive(.init(names: ["a"]), typeURL: "rds", from: catalog).responses[0]
        _ = stream.receive(.init(names: ["a"], nonce: endpoints.nonce, error: nack), typeURL: Self.eds, from: catalog)
        _ = stream.receive(.init(names: ["a"], nonce: routes.nonce), typeURL: "rds", from: catalog)
        let newer: TestCatalog = ["a": 2, "b": 1]
        #expect(contents(stream.catalogChanged(.all, typeURL: Self.eds, in: newer)) == [["a@2"]])
        #expect(contents(stream.catalogChanged(.all, typeURL: "rds", in: newer)) == [["a@2"]])
        let newest: TestCatalog = ["a": 3, "b": 1]
        #expect(stream.catalogChanged(.all, typeURL: Self.eds, in: newest) == [])
        #expect(contents(stream.acknowledgementTimedOut(typeURL: Self.eds, from: newest)) == [["a@3"]])
        #expect(stream["rds"]?.isSlow == false)
    }

    @Test("XP-E38, XP-A5: a type that was not requested is never pushed")
    func notAskedFor() {
        var stream = DeltaStream(served: [Self.eds: .init()], noncePrefix: "d")
        #expect(stream.catalogChanged(.all, typeURL: Self.eds, in: catalog) == [])
        #expect(stream.resend(["a"], typeURL: Self.eds, from: catalog) == [])
        #expect(stream[Self.eds] == nil)
    }

    @Test("X-93, X-94, XP-A5: after a change of its cluster an assignment is sent again with the same version")
    func resend() {
        var stream = DeltaStream(served: [Self.eds: .init(trustInitialVersions: false)], noncePrefix: "d")
        let first = stream.receive(.init(subscribe: ["a"]), typeURL: Self.eds, from: catalog).responses[0]
        _ = stream.receive(.init(nonce: first.nonce), typeURL: Self.eds, from: catalog)
        let again = stream.resend(["a"], typeURL: Self.eds, from: catalog)
        #expect(again.map(\.resources) == [first.resources])
        #expect(again[0].nonce != first.nonce)
    }

    @Test("G-10: alternating requests of two types keep separate states and nonces that are unique on the stream")
    func alternating() {
        var stream = SotwStream(served: ["one": .init(), "two": .init()], noncePrefix: "s")
        var nonces: [String] = []
        for round in 0..<10 {
            let type = round.isMultiple(of: 2) ? "one" : "two"
            nonces += stream.receive(.init(names: ["a"]), typeURL: type, from: catalog).responses.map(\.nonce)
        }
        #expect(nonces.count == 10)
        #expect(Set(nonces).count == 10)
    }
}
