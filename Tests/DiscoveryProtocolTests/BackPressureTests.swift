import Testing

@testable import DiscoveryProtocol

@Suite("Back-pressure")
struct BackPressureTests {
    @Test("X-58: a hundred changes before an ACK result in one response with the last content")
    func sotwCoalescing() {
        var driver = SotwDriver(["a": 0])
        _ = driver.send(["a"])
        for version in 1...100 as ClosedRange<UInt64> {
            #expect(driver.change(["a": version]) == [])
        }
        #expect(driver.ask(["a"]) == [["a@100"]])
        #expect(driver.ask(["a"]) == [])
    }

    @Test("X-97: in delta a hundred changes before an ACK result in one response")
    func deltaCoalescing() {
        var driver = DeltaDriver(["a": 0])
        _ = driver.send(["a"])
        for version in 1...100 as ClosedRange<UInt64> {
            #expect(driver.change(["a": version]) == [])
        }
        #expect(driver.acknowledge() == [["a@100"]])
    }

    @Test("XP-B2: content is not read for changes under an unacknowledged response")
    func noWorkWhileWaiting() {
        var driver = SotwDriver(["a": 0])
        _ = driver.send(["a"])
        let before = driver.catalog.usage.versions
        _ = driver.change(["a": 1])
        _ = driver.change(["a": 2])
        #expect(driver.catalog.usage.versions == before)
    }

    @Test("X-59, XP-B4: a new name is answered without waiting for the ACK of data")
    func subscriptionBypasses() {
        var sotw = SotwDriver(["a": 1, "c": 1])
        sotw.settle(["a"])
        #expect(sotw.change(["a": 2]) == [["a@2"]])
        #expect(sotw.change(["a": 3]) == [])
        #expect(sotw.ask(["a", "c"], nonce: "") == [["a@3", "c@1"]])
        var delta = DeltaDriver(["a": 1, "c": 1])
        delta.settle(["a"])
        #expect(delta.change(["a": 2]) == [["a@2"]])
        #expect(delta.change(["a": 3]) == [])
        #expect(delta.ask(["c"]) == [["c@1"]])
    }

    @Test("X-60, XP-B3: after an ACK timeout the stream is slow, data is sent, and a late ACK is accepted")
    func sotwTimeout() {
        var driver = SotwDriver(["a": 1])
        _ = driver.send(["a"])
        _ = driver.change(["a": 2])
        #expect(driver.subscription.awaitedNonce == "s-1")
        #expect(contents(driver.subscription.acknowledgementTimedOut(from: driver.catalog)) == [["a@2"]])
        #expect(driver.subscription.isSlow)
        #expect(driver.subscription.timeoutCount == 1)
        #expect(driver.subscription.awaitedNonce == "s-2")
        #expect(contents(driver.subscription.acknowledgementTimedOut(from: driver.catalog)) == [])
        #expect(driver.subscription.awaitedNonce == nil)
        let late = driver.send(["a"], nonce: "s-2")
        #expect(late.verdict == .acknowledged)
        #expect(!driver.subscription.isSlow)
        #expect(driver.subscription.timeoutCount == 2)
        #expect(driver.subscription.status(of: "a")?.acknowledged == .resource(ContentVersion(2)))
    }

    @Test("X-60, XP-B3: in delta the late ACK may be that of the older response")
    func deltaTimeout() {
        var driver = DeltaDriver(["a": 1])
        _ = driver.send(["a"])
        _ = driver.change(["a": 2])
        #expect(driver.subscription.awaitedNonce == "d-1")
        #expect(contents(driver.subscription.acknowledgementTimedOut(from: driver.catalog)) == [["a@2"]])
        #expect(driver.subscription.isSlow)
        #expect(driver.subscription.awaitedNonce == "d-2")
        #expect(driver.send(nonce: "d-1").verdict == .acknowledged)
        #expect(!driver.subscription.isSlow)
        #expect(driver.subscription.awaitedNonce == "d-2")
        #expect(driver.change(["a": 3]) == [])
    }

    @Test("XP-B3: a timeout without a pending response has no effect")
    func spuriousTimeout() {
        var sotw = SotwDriver(["a": 1])
        var delta = DeltaDriver(["a": 1])
        sotw.settle(["a"])
        delta.settle(["a"])
        let responses =
            sotw.subscription.acknowledgementTimedOut(from: sotw.catalog)
            + delta.subscription.acknowledgementTimedOut(from: delta.catalog)
        #expect(responses == [])
        #expect(!sotw.subscription.isSlow && !delta.subscription.isSlow)
    }

    @Test(
        "X-61, X-98, X-99: a change that is reverted before an ACK cancels out",
        arguments: [
            [2, 1], [nil, 1], [2, nil, 3, 1],
        ] as [[UInt64?]]
    )
    func cancelling(versions: [UInt64?]) {
        var sotw = SotwDriver(["a": 1, "b": 1])
        var delta = DeltaDriver(["a": 1, "b": 1])
        _ = sotw.send(["a", "b"])
        _ = delta.send(["a", "b"])
        for version in versions {
            #expect(sotw.change(["a": version]) == [])
            #expect(delta.change(["a": version]) == [])
        }
        #expect(sotw.ask(["a", "b"]) == [])
        #expect(delta.acknowledge() == [])
    }

    @Test("X-98: a name that is created and deleted before an ACK causes no response")
    func neverHad() {
        var driver = DeltaDriver(["b": 1])
        _ = driver.send(["a", "b"])
        #expect(driver.change(["a": 1]) == [])
        #expect(driver.change(["a": nil]) == [])
        #expect(driver.acknowledge() == [])
    }

    @Test("XP-D16: a larger window permits that many unacknowledged responses")
    func window() {
        var driver = DeltaDriver(["a": 1], .init(pushWindow: 2))
        driver.settle(["a"])
        #expect(driver.change(["a": 2]) == [["a@2"]])
        #expect(driver.change(["a": 3]) == [["a@3"]])
        #expect(driver.change(["a": 4]) == [])
        #expect(driver.acknowledge() == [["a@4"]])
    }

    @Test("X-52: fifty thousand names, half of them existing, are answered in parts, no name twice")
    func manyNames() {
        let names = (0..<50_000).map { "cluster-\($0)" }
        var catalog = TestCatalog()
        for (index, name) in names.enumerated() where index.isMultiple(of: 2) {
            catalog.versions[name] = 1
            catalog.sizes[name] = 1000
        }
        var driver = SotwDriver(catalog, .init(limits: .init(targetResponseBytes: 1_000_000)))
        let responses = driver.send(names).responses
        #expect(responses.count == 25)
        #expect(responses.allSatisfy { $0.resources.count <= 1000 })
        let sent = responses.flatMap { $0.resources.map(\.name) }
        #expect(sent == catalog.allNames())
        for response in responses.dropLast() {
            #expect(driver.ask(names, nonce: response.nonce) == [])
        }
        #expect(driver.send(names).verdict == .acknowledged)
        #expect(driver.subscription.statuses.allSatisfy { $0.sent == $0.acknowledged })
        #expect(responses.last?.versionInfo == catalog.digest)
    }

    @Test("X-69: a resource above the target is sent alone and unsplit", arguments: [0, 1, 2])
    func oversized(position: Int) {
        var catalog: TestCatalog = ["a": 1, "b": 1, "c": 1]
        let names = ["a", "b", "c"]
        for name in names { catalog.sizes[name] = 10 }
        catalog.sizes[names[position]] = 1000
        var driver = SotwDriver(catalog, .init(limits: .init(targetResponseBytes: 100)))
        let answer = driver.ask(names)
        #expect(answer.contains(["\(names[position])@1"]))
        #expect(answer.flatMap { $0 } == ["a@1", "b@1", "c@1"])
    }

    @Test("X-70, XP-B8: two thousand changed names need the fewest responses that the target permits, one at a time")
    func batching() {
        let names = (0..<2000).map { "cluster-\($0)" }.sorted()
        var catalog = TestCatalog(Dictionary(uniqueKeysWithValues: names.map { ($0, 1) }))
        for name in names { catalog.sizes[name] = 1000 }
        var driver = SotwDriver(catalog, .init(limits: .init(targetResponseBytes: 300_000)))
        driver.settle(names)
        var received = driver.change(Dictionary(uniqueKeysWithValues: names.map { ($0, 2) }))
        #expect(received.count == 1)
        while true {
            let more = driver.ask(names)
            #expect(more.count <= 1)
            if more.isEmpty { break }
            received += more
        }
        #expect(received.count == 7)
        let sent = received.flatMap { $0 }
        #expect(sent.count == 2000 && Set(sent) == Set(names.map { "\($0)@2" }))
    }

    @Test("XP-B8: the number of resources in a response is limited too, in SotW and delta")
    func resourceCount() {
        let limits = SubscriptionLimits(maximumResourcesPerResponse: 2)
        var sotw = SotwDriver(["a": 1, "b": 1, "c": 1], .init(limits: limits))
        #expect(sotw.ask(["a", "b", "c"]) == [["a@1", "b@1"], ["c@1"]])
        var delta = DeltaDriver(["a": 1, "b": 1], .init(limits: limits))
        #expect(delta.ask(["a", "b", "z"]) == [["a@1", "b@1"], ["-z"]])
    }

    @Test("Table, \"added plus dirty\": queued changes are added to the response for an ACK that adds names")
    func rideAlong() {
        var driver = SotwDriver(["a": 1, "b": 1])
        _ = driver.send(["a"])
        _ = driver.change(["a": 2])
        #expect(driver.ask(["a", "b"]) == [["a@2", "b@1"]])
    }

    @Test("One changed name among ten thousand is found without a walk over the others")
    func proportionalWork() {
        let names = (0..<10_000).map { "cluster-\($0)" }
        let catalog = TestCatalog(Dictionary(uniqueKeysWithValues: names.map { ($0, 1) }))
        var sotw = SotwDriver(catalog)
        var delta = DeltaDriver(catalog)
        sotw.settle(names)
        delta.settle(names)
        let looked = catalog.usage.versions
        #expect(sotw.change(["cluster-77": 2]) == [["cluster-77@2"]])
        #expect(delta.change(["cluster-77": 2]) == [["cluster-77@2"]])
        #expect(catalog.usage.versions - looked <= 4)
        #expect(catalog.usage.listings == 0)
    }

    @Test(
        "A stream with one name finds it among thousands of changed ones",
        arguments: [
            "cluster-0", "cluster-4999", "cluster-9999", "not-there",
        ]
    )
    func smallStream(name: String) {
        let names = (0..<10_000).map { "cluster-\($0)" }
        var driver = SotwDriver(TestCatalog(Dictionary(uniqueKeysWithValues: names.map { ($0, 1) })))
        driver.settle([name])
        let changed = driver.change(Dictionary(uniqueKeysWithValues: names.map { ($0, 2) }))
        #expect(changed == (name == "not-there" ? [] : [["\(name)@2"]]))
    }

    @Test("An idle stream uses little memory")
    func memory() {
        #expect(MemoryLayout<SotwSubscription>.size <= 256)
        #expect(MemoryLayout<DeltaSubscription>.size <= 256)
    }

    @Test("XP-B5: a client that subscribes endlessly without acknowledging uses limited memory")
    func neverAcknowledges() {
        let names = (0..<100).map { "cluster-\($0)" }
        let catalog = TestCatalog(Dictionary(uniqueKeysWithValues: names.map { ($0, 1) }))
        var sotw = SotwDriver(catalog)
        var delta = DeltaDriver(catalog)
        for _ in 0..<200 {
            _ = sotw.send(names, nonce: "")
            _ = delta.send(names)
            #expect(sotw.subscription.core.unacknowledgedWeight <= 4096 + 2 * names.count)
            #expect(delta.subscription.core.unacknowledgedWeight <= 4096 + 2 * names.count)
        }
        #expect(sotw.send(names).verdict == .acknowledged)
        #expect(sotw.subscription.core.unacknowledged.isEmpty)
        #expect(sotw.subscription.core.unacknowledgedWeight == 0)
        #expect(delta.send(nonce: "d-200").verdict == .acknowledged)
        #expect(delta.send(nonce: "d-1").verdict == .stale)
    }

    @Test("XP-S11: after a NACK of the newest response nothing waits for older ones")
    func nothingOlder() {
        var driver = SotwDriver(["a": 1, "b": 1])
        _ = driver.send(["a"])
        _ = driver.send(["a", "b"], nonce: "")
        #expect(driver.subscription.core.unacknowledged.count == 2)
        _ = driver.send(["a", "b"], error: nack)
        #expect(driver.subscription.core.unacknowledged.isEmpty)
        #expect(driver.subscription.core.unacknowledgedWeight == 0)
        #expect(driver.subscription.awaitedNonce == nil)
    }
}
