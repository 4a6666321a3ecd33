import DiscoveryProtocol
import Testing

@Suite("Delta: wildcards")
struct DeltaWildcardTests {
    @Test("G-36, XP-D11: a wildcard over nothing gets an empty response, then the names that are created")
    func empty() {
        var driver = DeltaDriver([:])
        #expect(driver.ask(["*"]) == [[]])
        #expect(driver.acknowledge() == [])
        #expect(driver.change(["a": 1]) == [["a@1"]])
    }

    @Test(
        "G-13, G-26, XP-D10: an empty first request means everything or nothing, according to the option",
        arguments: [
            (false, []), (true, [["a@1"]]),
        ] as [(Bool, [[String]])]
    )
    func legacySwitch(legacy: Bool, expected: [[String]]) {
        var driver = DeltaDriver(["a": 1], .init(legacyWildcard: legacy))
        #expect(driver.ask() == expected)
    }

    @Test("G-17: a legacy wildcard ends with the first unsubscription after a name")
    func legacy() {
        var driver = DeltaDriver(["a": 1, "b": 1, "c": 1, "d": 1], .init(legacyWildcard: true))
        #expect(driver.ask() == [["a@1", "b@1", "c@1", "d@1"]])
        _ = driver.acknowledge()
        #expect(driver.change(["a": 2, "b": 2, "c": 2, "d": 2]) == [["a@2", "b@2", "c@2", "d@2"]])
        _ = driver.acknowledge()
        #expect(driver.ask(["a"]) == [["a@2"]])
        _ = driver.acknowledge()
        #expect(driver.change(["a": 3, "b": 3, "c": 3, "d": 3]) == [["a@3", "b@3", "c@3", "d@3"]])
        _ = driver.acknowledge()
        #expect(driver.ask(unsubscribe: ["*"]) == [])
        #expect(driver.change(["a": 4, "b": 4, "c": 4, "d": 4]) == [["a@4"]])
    }

    @Test("G-18, X-96: a name, the wildcard, another name, and the end of the wildcard are handled")
    func explicit() {
        var driver = DeltaDriver(["a": 1, "b": 1, "c": 1])
        #expect(driver.ask(["a"]) == [["a@1"]])
        _ = driver.acknowledge()
        #expect(driver.ask(["*"]) == [["a@1", "b@1", "c@1"]])
        _ = driver.acknowledge()
        #expect(driver.ask(["b"]) == [["b@1"]])
        _ = driver.acknowledge()
        #expect(driver.ask(unsubscribe: ["*"]) == [])
        #expect(driver.change(["a": 2, "b": 2, "c": 2]) == [["a@2", "b@2"]])
    }

    @Test("G-19, X-95, XP-D9: a name unsubscribed under a wildcard is sent as a resource or as removed")
    func unsubscribeUnderWildcard() {
        var driver = DeltaDriver(["1": 1, "2": 1])
        driver.settle(["*"])
        #expect(driver.ask(["2", "4"]) == [["2@1", "-4"]])
        _ = driver.acknowledge()
        #expect(driver.ask(unsubscribe: ["2", "4"]) == [["2@1", "-4"]])
        _ = driver.acknowledge()
        #expect(driver.change(["2": 2]) == [["2@2"]])
        #expect(driver.subscription.names == [])
    }

    @Test("G-24: a name unsubscribed under a legacy wildcard is sent again or reported as removed")
    func blanked() {
        var driver = DeltaDriver(["x": 1], .init(legacyWildcard: true))
        let held = ["x": ContentVersion(1).description]
        #expect(driver.ask(initial: held) == [[]])
        #expect(driver.ask(["x"]) == [["x@1"]])
        #expect(driver.subscription.isWildcard)
        #expect(driver.ask(unsubscribe: ["x"]) == [["x@1"]])
    }

    @Test("G-25: a sequence of wildcards and names is handled")
    func sequence() {
        var driver = DeltaDriver(["x": 1, "y": 1, "z": 1])
        let steps: [(subscribe: [String], unsubscribe: [String], state: String)] = [
            (["*"], [], "*"), (["x"], [], "*x"), (["y"], ["x"], "*y"), (["x"], ["*"], "xy"), ([], ["x", "y"], ""),
            (["x"], ["*"], "x"), (["*"], [], "*x"), ([], ["unknown"], "*x"),
        ]
        for step in steps {
            _ = driver.ask(step.subscribe, unsubscribe: step.unsubscribe)
            #expect((driver.subscription.isWildcard ? "*" : "") + driver.subscription.names.joined() == step.state)
        }
    }

    @Test("G-55: deletions under a wildcard are reported and leave no record")
    func deletions() {
        var driver = DeltaDriver(["a": 1, "b": 1])
        driver.settle(["*"])
        #expect(driver.change(["a": nil, "b": nil]) == [["-a", "-b"]])
        #expect(driver.subscription.statuses == [])
        #expect(driver.subscription.versionInfo == VersionDigest().version)
    }

    @Test("G-41: a wildcard client gets every difference in one response a step")
    func steps() {
        var driver = DeltaDriver(["a": 1, "b": 1])
        driver.settle(["*"])
        #expect(driver.change(["b": 2, "d": 1]) == [["b@2", "d@1"]])
        _ = driver.acknowledge()
        #expect(driver.change(["a": 2, "d": nil]) == [["a@2", "-d"]])
    }
}
