import DiscoveryProtocol
import Testing

@Suite("Delta: pushes")
struct DeltaPushTests {
    @Test("X-81, XP-D8: a name that is created, deleted and created again with the same content is sent each time")
    func lifecycle() {
        var driver = DeltaDriver([:])
        driver.settle(["z"])
        for (version, expected) in [(1, "z@1"), (nil, "-z"), (1, "z@1")] as [(UInt64?, String)] {
            #expect(driver.change(["z": version]) == [[expected]])
            #expect(driver.acknowledge() == [])
        }
    }

    @Test("XP-D7: a removal is not sent twice")
    func removalOnce() {
        var driver = DeltaDriver(["a": 1])
        #expect(driver.ask(["a", "z"]) == [["a@1", "-z"]])
        _ = driver.acknowledge()
        #expect(driver.change(["z": nil, "a": 2]) == [["a@2"]])
    }

    @Test("XP-D8: with the option a deletion is an empty assignment with a version")
    func deletedAsEmpty() {
        var driver = DeltaDriver(["a": 1], .init(onDelete: .empty))
        driver.settle(["a"])
        driver.catalog.versions["a"] = nil
        let response = driver.subscription.catalogChanged(.all, in: driver.catalog)[0]
        #expect(response.removed == [])
        #expect(response.emptyFor == [NamedVersion(name: "a", version: driver.catalog.versionOfEmpty("a"))])
        #expect(contents(driver.subscription.catalogChanged(.all, in: driver.catalog)) == [])
    }

    @Test("XP-D8: as in the reference an unknown name is empty at first, and a name that is deleted later is removed")
    func deletedLater() {
        var driver = DeltaDriver(["a": 1], .init(onDelete: .emptyThenRemoved))
        #expect(driver.ask(["a", "z"]) == [["a@1", "z=0"]])
        _ = driver.acknowledge()
        // A name that never existed is not removed.
        #expect(driver.change(["z": nil, "a": 2]) == [["a@2"]])
        _ = driver.acknowledge()
        #expect(driver.change(["a": nil]) == [["-a"]])
        _ = driver.acknowledge()
        #expect(driver.change(["a": nil]) == [])
        #expect(driver.ask(["a"]) == [["a=0"]])
        _ = driver.acknowledge()
        #expect(driver.change(["a": 1, "z": 1]) == [["a@1", "z@1"]])
        _ = driver.acknowledge()
        #expect(driver.change(["a": nil, "z": nil]) == [["-a", "-z"]])
    }

    @Test("XP-D8: the name of an unknown port is not removed while its service exists")
    func unknownPort() {
        var driver = DeltaDriver(["a": 1], .init(onDelete: .emptyThenRemoved))
        driver.settle(["a"])
        driver.catalog.partlyKnown = ["a"]
        #expect(driver.change(["a": nil]) == [["a=0"]])
        _ = driver.acknowledge()
        driver.catalog.partlyKnown = []
        #expect(driver.change(["a": nil]) == [])
    }

    @Test("G-40: a change and a deletion are sent in one response")
    func changeAndDeletion() {
        var driver = DeltaDriver(["a": 1, "b": 1])
        driver.settle(["a", "b"])
        #expect(driver.change(["a": 2, "b": nil]) == [["a@2", "-b"]])
    }

    @Test("G-41: each step is one response with exactly the subscribed differences")
    func steps() {
        var driver = DeltaDriver([:])
        #expect(driver.ask(["a", "b"]) == [["-a", "-b"]])
        let steps: [([String: UInt64?], [[String]])] = [
            (["a": 1, "b": 1], [["a@1", "b@1"]]), (["a": 2, "b": 2], [["a@2", "b@2"]]),
            (["a": 3, "b": nil, "d": 1], [["a@3", "-b"]]), (["b": 2, "d": nil], [["b@2"]]),
        ]
        for (changes, expected) in steps {
            _ = driver.acknowledge()
            #expect(driver.change(changes) == expected)
        }
    }

    @Test("G-42: only delta clients are notified of a deletion")
    func mixed() {
        var sotw = SotwDriver(["a": 1, "b": 1])
        var delta = DeltaDriver(["a": 1, "b": 1])
        sotw.settle(["a", "b"])
        delta.settle(["a", "b"])
        #expect(sotw.change(["a": 2]) == [["a@2"]])
        #expect(delta.change(["a": 2]) == [["a@2"]])
        _ = sotw.send(["a", "b"])
        _ = delta.acknowledge()
        #expect(sotw.change(["b": nil]) == [])
        #expect(delta.change(["b": nil]) == [["-b"]])
    }

    @Test("XP-D15: rejected content is not sent again until it changes or is subscribed again")
    func rejection() {
        var driver = DeltaDriver(["a": 1])
        driver.settle(["a"])
        #expect(driver.change(["a": 2]) == [["a@2"]])
        #expect(driver.refuse() == [])
        #expect(driver.change(["a": 2]) == [])
        #expect(driver.subscription.status(of: "a")?.acknowledged == .resource(ContentVersion(1)))
        #expect(driver.ask(["a"]) == [["a@2"]])
        #expect(driver.refuse() == [])
        #expect(driver.change(["a": 1]) == [["a@1"]])
        #expect(driver.acknowledge() == [])
        #expect(driver.subscription.status(of: "a")?.rejection == nil)
    }

    @Test("XP-D15: the names of a rejected response are sent one by one, once, and the invalid one is not repeated")
    func isolation() {
        var driver = DeltaDriver(["a": 1, "bad": 1, "c": 1])
        _ = driver.send(["a", "bad", "c"])
        #expect(driver.refuse() == [["a@1"]])
        #expect(contents(driver.send(nonce: driver.unanswered.removeFirst()).responses) == [["bad@1"]])
        driver.unanswered = ["d-3"]
        #expect(driver.refuse() == [["c@1"]])
        driver.unanswered = ["d-4"]
        #expect(driver.acknowledge() == [])
        #expect(driver.subscription.statuses.filter { $0.rejection != nil }.map(\.name) == ["bad"])
    }

    @Test(
        "XP-D15: isolation can be disabled, and omits names that are unsubscribed or renewed",
        arguments: [
            (0, []), (2, []), (3, [["a@1"]]),
        ] as [(Int, [[String]])]
    )
    func isolationLimit(limit: Int, expected: [[String]]) {
        var driver = DeltaDriver(["a": 1, "b": 1, "c": 1], .init(isolationLimit: limit))
        _ = driver.send(["a", "b", "c"])
        #expect(driver.refuse() == expected)
        _ = driver.send(unsubscribe: ["b", "c"])
        #expect(driver.acknowledge() == [])
    }

    @Test("XP-D15: a name that was accepted in the meantime is not sent again alone")
    func acceptedMeanwhile() {
        var driver = DeltaDriver(["a": 1, "b": 1, "c": 1])
        _ = driver.send(["a", "b", "c"])
        #expect(driver.refuse() == [["a@1"]])
        #expect(driver.ask(["b"]) == [["b@1"]])
        #expect(driver.acknowledge() == [["c@1"]])
    }
}
