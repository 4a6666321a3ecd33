import DiscoveryProtocol
import Testing

@Suite("Delta: requests and responses")
struct DeltaRequestTests {
    @Test("X-80: of two names the existing one arrives, and the missing one is removed and stays subscribed")
    func missing() {
        var driver = DeltaDriver(["a": 1])
        #expect(driver.ask(["a", "z"]) == [["a@1", "-z"]])
        #expect(driver.subscription.isSubscribed(to: "z"))
    }

    @Test("X-82, XP-D6: a current name that is subscribed again is sent again with the same version")
    func subscribedAgain() {
        var driver = DeltaDriver(["a": 1])
        driver.settle(["a", "z"])
        #expect(driver.ask(["a", "z"]) == [["a@1", "-z"]])
    }

    @Test("X-83, XP-D2: a name in both lists ends up unsubscribed")
    func bothLists() {
        var driver = DeltaDriver(["a": 1])
        #expect(driver.send(["a"], unsubscribe: ["a"]).responses == [])
        #expect(driver.subscription.names == [])
        #expect(driver.change(["a": 2]) == [])
    }

    @Test("X-84: unsubscribe and subscribe back to back sends the resource")
    func backToBack() {
        var driver = DeltaDriver(["a": 1])
        driver.settle(["a"])
        #expect(driver.ask(unsubscribe: ["a"]) == [])
        #expect(driver.ask(["a"]) == [["a@1"]])
    }

    @Test("X-85, XP-D1: a subscription under a stale nonce is honoured")
    func staleNonce() {
        var driver = DeltaDriver(["a": 1, "b": 1])
        driver.settle(["a"])
        let outcome = driver.send(["b"], nonce: "d-1")
        #expect(outcome.verdict == .stale)
        #expect(contents(outcome.responses) == [["b@1"]])
    }

    @Test("X-86: a request that acknowledges and subscribes does both")
    func acknowledgeAndSubscribe() {
        var driver = DeltaDriver(["a": 1, "b": 1])
        _ = driver.send(["a"])
        let outcome = driver.send(["b"], nonce: driver.unanswered.removeFirst())
        #expect(outcome.verdict == .acknowledged)
        #expect(contents(outcome.responses) == [["b@1"]])
        #expect(driver.subscription.status(of: "a")?.acknowledged == .resource(ContentVersion(1)))
    }

    @Test("X-87: a NACK that unsubscribes the bad name is recorded, and nothing is sent again")
    func rejectAndUnsubscribe() {
        var driver = DeltaDriver(["a": 1])
        _ = driver.send(["a"])
        let outcome = driver.send(unsubscribe: ["a"], nonce: driver.unanswered.removeFirst(), error: nack)
        #expect(outcome.verdict == .rejected(nack))
        #expect(outcome.responses == [])
        #expect(driver.change(["a": 2]) == [])
    }

    @Test(
        "X-104: an ACK for a nonce that was never issued is ignored and reported as stale",
        arguments: [
            "d-99", "x-1", "d-", "garbage",
        ]
    )
    func unknownNonce(nonce: String) {
        var driver = DeltaDriver(["a": 1])
        _ = driver.send(["a"])
        #expect(driver.send(nonce: nonce).verdict == .stale)
        #expect(driver.send(nonce: nonce, error: nack).verdict == .staleRejection(nack))
        #expect(driver.subscription.awaitedNonce == "d-1")
    }

    @Test("X-103: two responses acknowledged in reverse order leave the newest content acknowledged")
    func reverseOrder() {
        var driver = DeltaDriver(["a": 1])
        _ = driver.send(["a"])
        driver.catalog.versions["a"] = 2
        _ = driver.send(["a"])
        #expect(driver.send(nonce: "d-2").verdict == .acknowledged)
        #expect(driver.send(nonce: "d-1").verdict == .acknowledged)
        #expect(driver.subscription.status(of: "a")?.acknowledged == .resource(ContentVersion(2)))
        #expect(driver.subscription.awaitedNonce == nil)
    }

    @Test("XP-D9: unknown names in unsubscribe are ignored")
    func unknownUnsubscribe() {
        var driver = DeltaDriver(["a": 1])
        driver.settle(["a"])
        #expect(driver.ask(unsubscribe: ["nobody", "*", ""]) == [])
        #expect(driver.subscription.names == ["a"])
    }

    @Test("XP-D20: a request with neither names nor nonce after the first is a no-op")
    func noOperation() {
        var driver = DeltaDriver(["a": 1], .init(legacyWildcard: true))
        driver.settle(["a"])
        let outcome = driver.send()
        #expect(outcome.verdict == .subscription)
        #expect(outcome.responses == [])
        #expect(!driver.subscription.isWildcard)
    }

    @Test("X-100: names over the limits end the stream with RESOURCE_EXHAUSTED; swapping at the limit is permitted")
    func limits() {
        let name = String(repeating: "n", count: 1020)
        let limits = SubscriptionLimits(maximumNames: 10_000, maximumNameBytes: 1 << 20)
        var driver = DeltaDriver([:], .init(limits: limits))
        guard case .refused(let rejection) = driver.send((0..<10_000).map { "\(name)\($0)" }).verdict else {
            Issue.record("10 MB of names were not refused")
            return
        }
        #expect(rejection.code == .resourceExhausted)
        var small = DeltaDriver([:], .init(limits: .init(maximumNames: 2)))
        #expect(small.send(["a", "b", "a"]).verdict == .subscription)
        #expect(small.send(["b", "c"], unsubscribe: ["a"]).verdict == .subscription)
        #expect(small.subscription.names == ["b", "c"])
        guard case .refused = small.send(["d"]).verdict else {
            Issue.record("a third name was not rejected")
            return
        }
    }
}
