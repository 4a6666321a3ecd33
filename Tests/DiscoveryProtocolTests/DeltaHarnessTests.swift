import DiscoveryProtocol
import Testing

/// The EDS scenarios of ii/xds-test-harness, without its sockets.
@Suite("Delta: the conformance harness")
struct DeltaHarnessTests {
    @Test("TH-13: two names subscribed one after the other arrive once each")
    func subscribe() {
        var driver = DeltaDriver(["A": 1, "B": 1, "C": 1])
        #expect(driver.ask(["A"]) == [["A@1"]])
        #expect(driver.acknowledge() == [])
        #expect(driver.ask(["B"]) == [["B@1"]])
        #expect(driver.acknowledge() == [])
    }

    @Test("TH-14: only the changed resource arrives, with a new nonce and its own version")
    func update() {
        var driver = DeltaDriver(["A": 1, "B": 1, "C": 1])
        let first = driver.send(["A", "B", "C"]).responses[0]
        _ = driver.acknowledge()
        driver.catalog.versions["A"] = 2
        let responses = driver.subscription.catalogChanged(.all, in: driver.catalog)
        #expect(contents(responses) == [["A@2"]])
        #expect(responses[0].nonce != first.nonce)
    }

    @Test(
        "TH-15: existing names arrive; missing ones are listed as removed, and arrive with another nonce once they exist"
    )
    func creation() {
        var driver = DeltaDriver(["r1": 1])
        let first = driver.send(["r1", "r2"]).responses
        #expect(contents(first) == [["r1@1", "-r2"]])
        _ = driver.acknowledge()
        #expect(driver.change(["r2": 1]) == [["r2@1"]])
        #expect(driver.unanswered[0] != first[0].nonce)
    }

    @Test("TH-16: a removal is reported, and a re-created resource arrives alone")
    func removal() {
        var driver = DeltaDriver(["a": 1, "b": 1])
        driver.settle(["a", "b"])
        #expect(driver.change(["a": nil]) == [["-a"]])
        #expect(driver.acknowledge() == [])
        #expect(driver.change(["a": 2]) == [["a@2"]])
    }

    @Test("TH-17: nothing arrives for a name after it was unsubscribed")
    func unsubscribe() {
        var driver = DeltaDriver(["r1": 1, "r2": 1])
        driver.settle(["r1", "r2"])
        #expect(driver.ask(unsubscribe: ["r1"]) == [])
        #expect(driver.change(["r1": 2]) == [])
        #expect(driver.ask(unsubscribe: ["r2"]) == [])
        #expect(driver.change(["r1": 3, "r2": 2]) == [])
    }

    @Test("TH-18: two types on one stream are updated independently")
    func twoTypes() {
        let catalog: TestCatalog = ["A": 1, "B": 1]
        var stream = AggregatedSubscriptions<DeltaSubscription>(
            served: ["rds": .init(), "eds": .init()],
            noncePrefix: "d"
        )
        for type in ["rds", "eds"] {
            let responses = stream.receive(.init(subscribe: ["B"]), typeURL: type, from: catalog).responses
            #expect(contents(responses) == [["B@1"]])
            let ack = stream.receive(.init(nonce: responses[0].nonce), typeURL: type, from: catalog)
            #expect(ack.verdict == .acknowledged)
        }
        let newer: TestCatalog = ["A": 1, "B": 2]
        for type in ["eds", "rds"] {
            #expect(contents(stream.catalogChanged(.some(["B"]), typeURL: type, in: newer)) == [["B@2"]])
        }
    }
}
