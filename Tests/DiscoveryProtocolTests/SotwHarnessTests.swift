import DiscoveryProtocol
import Testing

/// The EDS scenarios of ii/xds-test-harness, without its sockets.
@Suite("SotW: the conformance harness")
struct SotwHarnessTests {
    @Test("TH-04: a subset is sent at its version, and its ACK gets no response")
    func subset() {
        var driver = SotwDriver(["A": 1, "B": 1, "C": 1])
        #expect(driver.ask(["A", "B"]) == [["A@1", "B@1"]])
        #expect(driver.ask(["A", "B"]) == [])
    }

    @Test("TH-06: of two subscribed names only the changed one arrives")
    func update() {
        var driver = SotwDriver(["A": 1, "B": 1, "C": 1, "D": 1])
        driver.settle(["B", "D"])
        #expect(driver.change(["B": 2]) == [["B@2"]])
        #expect(driver.ask(["B", "D"]) == [])
    }

    @Test("TH-08: a subscribed name that is created is pushed")
    func creation() {
        var driver = SotwDriver(["A": 1])
        #expect(driver.ask(["A", "Z"]) == [["A@1"]])
        #expect(driver.ask(["A", "Z"]) == [])
        #expect(driver.change(["Z": 2]) == [["Z@2"]])
        #expect(driver.ask(["A", "Z"]) == [])
    }

    @Test("TH-09: on one stream each type is answered separately, and a nonce of another type is ignored")
    func twoTypes() {
        let catalog: TestCatalog = ["A": 1, "B": 1, "C": 1]
        var stream = AggregatedSubscriptions<SotwSubscription>(
            served: ["rds": .init(), "eds": .init()],
            noncePrefix: "s"
        )
        let routes = stream.receive(.init(names: ["B"]), typeURL: "rds", from: catalog).responses
        let endpoints = stream.receive(.init(names: ["B"]), typeURL: "eds", from: catalog).responses
        #expect(contents(routes) == [["B@1"]])
        #expect(contents(endpoints) == [["B@1"]])
        let crossed = stream.receive(.init(names: ["B"], nonce: routes[0].nonce), typeURL: "eds", from: catalog)
        #expect(crossed == stream.receive(.init(names: ["B"], nonce: routes[0].nonce), typeURL: "eds", from: catalog))
        #expect(crossed.verdict == .stale)
        #expect(crossed.responses == [])
        _ = stream.receive(.init(names: ["B"], nonce: routes[0].nonce), typeURL: "rds", from: catalog)
        let newer: TestCatalog = ["A": 1, "B": 2, "C": 1]
        #expect(contents(stream.catalogChanged(.some(["B"]), typeURL: "rds", in: newer)) == [["B@2"]])
    }

    @Test("TH-11: narrowing gets no response, and only the remaining names are updated")
    func narrowing() {
        var driver = SotwDriver(["A": 1, "B": 1, "C": 1, "D": 1])
        driver.settle(["B", "D"])
        #expect(driver.ask(["B"]) == [])
        #expect(driver.change(["B": 2, "D": 2]) == [["B@2"]])
    }

    @Test(
        "TH-12: a list with one empty string unsubscribes from everything",
        arguments: [
            SotwSubscription.Options.UnknownNames.silent, .empty,
        ]
    )
    func emptyString(unknownNames: SotwSubscription.Options.UnknownNames) {
        var driver = SotwDriver(["A": 1, "B": 1], .init(legacyWildcard: true, unknownNames: unknownNames))
        driver.settle(["A", "B"])
        #expect(driver.ask([""]) == [])
        #expect(driver.change(["B": 2]) == [])
    }
}
