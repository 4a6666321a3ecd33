import DiscoveryProtocol
import Testing

@Suite("SotW: requests and responses")
struct SotwRequestTests {
    /// One row of the decision table: the client has a and b; the response in question changes a to version 2.
    struct Row: Sendable, CustomTestStringConvertible {
        let nonce: Nonce
        let error: Bool
        let names: [String]
        let verdict: RequestOutcome.Verdict
        let responses: [[String]]
        enum Nonce { case none, current, repeated, older, foreign }
        var testDescription: String { "\(nonce), \(error ? "error" : "no error"), names \(names)" }
    }

    static let rows: [Row] = [
        Row(nonce: .none, error: false, names: ["a", "b"], verdict: .subscription, responses: [["a@2", "b@1"]]),
        Row(nonce: .none, error: false, names: ["c"], verdict: .subscription, responses: [["c@1"]]),
        Row(nonce: .none, error: true, names: ["a", "c"], verdict: .rejected(nack), responses: [["c@1"]]),
        Row(nonce: .current, error: false, names: ["b", "a"], verdict: .acknowledged, responses: []),
        Row(nonce: .current, error: false, names: ["c", "b", "a"], verdict: .acknowledged, responses: [["c@1"]]),
        Row(nonce: .current, error: false, names: ["a"], verdict: .acknowledged, responses: []),
        Row(nonce: .current, error: false, names: ["c"], verdict: .acknowledged, responses: [["c@1"]]),
        Row(nonce: .current, error: false, names: [], verdict: .acknowledged, responses: []),
        Row(nonce: .current, error: true, names: ["a", "b"], verdict: .rejected(nack), responses: []),
        Row(nonce: .current, error: true, names: ["a", "b", "c"], verdict: .rejected(nack), responses: [["c@1"]]),
        Row(nonce: .current, error: true, names: ["b"], verdict: .rejected(nack), responses: []),
        Row(nonce: .repeated, error: false, names: ["a", "b"], verdict: .refresh, responses: [["a@2", "b@1"]]),
        Row(nonce: .repeated, error: false, names: ["c", "a"], verdict: .refresh, responses: [["a@2", "c@1"]]),
        Row(nonce: .repeated, error: false, names: ["b"], verdict: .refresh, responses: []),
        Row(nonce: .repeated, error: false, names: [], verdict: .refresh, responses: []),
        Row(nonce: .repeated, error: true, names: ["a", "b"], verdict: .rejected(nack), responses: []),
        Row(nonce: .repeated, error: true, names: ["a", "c"], verdict: .rejected(nack), responses: [["c@1"]]),
        Row(nonce: .older, error: false, names: ["a", "b", "c"], verdict: .stale, responses: []),
        Row(nonce: .older, error: true, names: ["a", "c"], verdict: .staleRejection(nack), responses: []),
        Row(nonce: .foreign, error: false, names: ["a", "c"], verdict: .stale, responses: []),
        Row(nonce: .foreign, error: true, names: ["a"], verdict: .staleRejection(nack), responses: []),
    ]

    @Test("XP-S1..XP-S13: every row of the decision table gets its response", arguments: rows)
    func decision(row: Row) {
        var driver = SotwDriver(["a": 1, "b": 1, "c": 1])
        driver.settle(["a", "b"])
        let older = driver.nonce
        #expect(driver.change(["a": 2]) == [["a@2"]])
        let current = driver.nonce
        if row.nonce == .repeated {
            #expect(driver.ask(["a", "b"]) == [])
        }
        let nonce =
            switch row.nonce {
            case .none: ""
            case .current, .repeated: current
            case .older: older
            case .foreign: "another-7"
            }
        let outcome = driver.send(row.names, nonce: nonce, error: row.error ? nack : nil)
        #expect(outcome.verdict == row.verdict)
        #expect(contents(outcome.responses) == row.responses)
    }

    @Test(
        "XP-S9: repeated requests are answered according to the option",
        arguments: [
            (.full, ["a", "b"], [["a@1", "b@1"]]), (.full, ["a", "b", "c"], [["a@1", "b@1", "c@1"]]),
            (.full, ["a"], []),
            (.addedOnly, ["a", "b"], []), (.addedOnly, ["a", "b", "c"], [["c@1"]]),
            (.off, ["a", "b"], []), (.off, ["a", "b", "c"], [["c@1"]]),
        ] as [(SotwSubscription.Options.RepeatResponse, [String], [[String]])]
    )
    func repeats(response: SotwSubscription.Options.RepeatResponse, names: [String], expected: [[String]]) {
        var driver = SotwDriver(["a": 1, "b": 1, "c": 1], .init(respondToRepeats: response))
        driver.settle(["a", "b"])
        #expect(driver.ask(names) == expected)
    }

    @Test("X-40: version_info of another server does not suppress the first response")
    func formerServer() {
        var subscription = SotwSubscription(noncePrefix: "s")
        let catalog: TestCatalog = ["a": 1]
        let outcome = subscription.receive(.init(versionInfo: "77", names: ["a"]), from: catalog)
        #expect(contents(outcome.responses) == [["a@1"]])
        var other = SotwSubscription(noncePrefix: "t")
        #expect(other.receive(.init(versionInfo: catalog.digest, names: ["a"]), from: catalog).responses.count == 1)
    }

    @Test("X-41: an empty nonce before any response replaces the first request, and content is sent once")
    func replacement() {
        var driver = SotwDriver([:])
        #expect(driver.ask(["a"]) == [])
        #expect(driver.ask(["b", "a"]) == [])
        #expect(driver.change(["a": 1, "b": 1]) == [["a@1", "b@1"]])
    }

    @Test("X-42: a repeated request is answered in full with a new nonce, whose ACK gets no response")
    func rewarm() {
        var driver = SotwDriver(["a": 1])
        driver.settle(["a"])
        let before = driver.nonce
        #expect(driver.ask(["a"]) == [["a@1"]])
        #expect(driver.nonce != before)
        let acknowledgement = driver.send(["a"])
        #expect(acknowledgement.verdict == .acknowledged)
        #expect(acknowledgement.responses == [])
    }

    @Test("X-43: a repeated request that adds a name is answered with the old name as well")
    func rewarmAndAdd() {
        var driver = SotwDriver(["a": 1, "b": 1])
        driver.settle(["a"])
        #expect(driver.ask(["b", "a"]) == [["a@1", "b@1"]])
    }

    @Test("X-44: a name added under a superseded nonce is sent after the ACK that repeats it")
    func addedUnderOldNonce() {
        var driver = SotwDriver(["a": 1, "b": 1])
        driver.settle(["a"])
        let old = driver.nonce
        #expect(driver.change(["a": 2]) == [["a@2"]])
        #expect(driver.ask(["b", "a"], nonce: old) == [])
        #expect(driver.ask(["a", "b"]) == [["b@1"]])
    }

    @Test("X-48: a NACK with a superseded nonce is reported and gets no response")
    func staleRejection() {
        var driver = SotwDriver(["a": 1])
        driver.settle(["a"])
        let old = driver.nonce
        _ = driver.change(["a": 2])
        let outcome = driver.send(["a"], nonce: old, error: nack)
        #expect(outcome.verdict == .staleRejection(nack))
        #expect(outcome.responses == [])
    }

    @Test("X-49: a name that is unsubscribed and subscribed again is sent again")
    func resubscription() {
        var driver = SotwDriver(["a": 1, "b": 1], .init(respondToRepeats: .addedOnly))
        driver.settle(["a", "b"])
        #expect(driver.ask(["a"]) == [])
        #expect(driver.ask(["a", "b"]) == [["b@1"]])
    }

    @Test("XP-S18: a name that was dropped and listed again is sent again even if only a stale request dropped it")
    func resubscriptionUnseen() {
        var driver = SotwDriver(["a": 1, "b": 1])
        driver.settle(["a", "b"])
        let old = driver.nonce
        _ = driver.change(["a": 2])
        #expect(driver.ask(["a"], nonce: old) == [])
        #expect(driver.ask(["a", "b"]) == [["b@1"]])
    }

    @Test("X-50: an empty list after names is not a wildcard, and a later name is sent")
    func nothing() {
        var driver = SotwDriver(["a": 1, "b": 1], .init(legacyWildcard: true))
        driver.settle(["a", "b"])
        #expect(driver.ask([]) == [])
        #expect(driver.change(["a": 2]) == [])
        #expect(driver.ask(["b"]) == [["b@1"]])
    }

    @Test("X-51: duplicates in a request count once")
    func duplicates() {
        var driver = SotwDriver(["a": 1, "b": 1], .init(limits: .init(maximumNames: 2)))
        #expect(driver.ask(["a", "a", "b"]) == [["a@1", "b@1"]])
        #expect(driver.ask(["b", "b", "a", "b"]) == [])
        #expect(driver.subscription.names == ["a", "b"])
    }

    @Test("XP-S14: too many names or name bytes end the stream with RESOURCE_EXHAUSTED; a replaced set counts once")
    func limits() {
        let limits = SubscriptionLimits(maximumNames: 3, maximumNameBytes: 12)
        var driver = SotwDriver([:], .init(limits: limits))
        #expect(driver.send(["a", "b", "c"]).verdict == .subscription)
        #expect(driver.send(["d", "e", "f"]).verdict == .subscription)
        for names in [["a", "b", "c", "d"], ["123456", "1234567"]] {
            var copy = driver
            guard case .refused(let rejection) = copy.send(names).verdict else {
                Issue.record("\(names) was not refused")
                continue
            }
            #expect(rejection.code == .resourceExhausted)
            #expect(!rejection.message.isEmpty)
        }
    }

    @Test("XP-S14: names are case-sensitive and their order has no meaning")
    func opaqueNames() {
        var driver = SotwDriver(["a": 1, "A": 2])
        driver.settle(["a", "A"])
        let outcome = driver.send(["A", "a"])
        #expect(contents(outcome.responses) == [["A@2", "a@1"]])
        #expect(outcome.added == [] && outcome.removed == [])
    }

    @Test("XP-S13: an empty nonce on a stream with responses is a new subscription")
    func forgottenNonce() {
        var driver = SotwDriver(["a": 1, "b": 1])
        driver.settle(["a", "b"])
        #expect(driver.ask(["a", "b"], nonce: "") == [["a@1", "b@1"]])
    }

    @Test("The outcome contains the added and removed names, for an index from names to streams")
    func names() {
        var sotw = SotwDriver([:])
        #expect(sotw.send(["b", "a", "b"]).added == ["a", "b"])
        let outcome = sotw.send(["*", "c", "b"])
        #expect(outcome.added == ["*", "c"])
        #expect(outcome.removed == ["a"])
        #expect(sotw.send([]).removed == ["*", "b", "c"])
        var delta = DeltaDriver([:])
        #expect(delta.send(["b", "a", "b", "*"]).added == ["*", "a", "b"])
        #expect(delta.send(["a"], unsubscribe: ["*", "b", "x"]).removed == ["*", "b"])
    }
}
