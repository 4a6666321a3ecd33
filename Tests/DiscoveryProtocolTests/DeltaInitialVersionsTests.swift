import DiscoveryProtocol
import Testing

@Suite("Delta: initial resource versions")
struct DeltaInitialVersionsTests {
    static let current = ContentVersion(2).description
    static let old = ContentVersion(1).description

    @Test(
        "X-89, X-92, XP-D4: changed names are sent, missing ones removed, and current ones sent according to the option",
        arguments: [
            (true, [["b@2", "-gone"]]), (false, [["a@2", "b@2", "-gone"]]),
        ] as [(Bool, [[String]])]
    )
    func firstRequest(trust: Bool, expected: [[String]]) {
        var driver = DeltaDriver(["a": 2, "b": 2], .init(trustInitialVersions: trust))
        let answer = driver.ask(
            ["a", "b", "gone"],
            initial: ["a": Self.current, "b": Self.old, "gone": "1"]
        )
        #expect(answer == expected)
        _ = driver.acknowledge()
        #expect(driver.change(["a": 3]) == [["a@3"]])
    }

    @Test("X-90, XP-D3: versions on a later request are ignored")
    func later() {
        var driver = DeltaDriver(["a": 2, "b": 2])
        driver.settle(["a"])
        #expect(driver.ask(["b"], initial: ["b": Self.current]) == [["b@2"]])
    }

    @Test("X-91, XP-D5: versions without a subscription count only under a wildcard")
    func unsubscribed() {
        let held = ["a": Self.current, "b": Self.old, "gone": Self.old]
        var none = DeltaDriver(["a": 2, "b": 2])
        #expect(none.ask(initial: held) == [])
        #expect(none.change(["a": 3]) == [])
        var all = DeltaDriver(["a": 2, "b": 2, "c": 2], .init(legacyWildcard: true))
        #expect(all.ask(initial: held) == [["b@2", "c@2", "-gone"]])
        #expect(all.subscription.statuses.map(\.name) == ["a", "b", "c"])
    }

    @Test("X-88: after a NACK and a reconnect with the old versions everything is sent again, without a loop")
    func afterRejection() {
        var driver = DeltaDriver(["a": 2, "b": 2])
        #expect(driver.ask(["a", "b"], initial: ["a": Self.old, "b": Self.old]) == [["a@2", "b@2"]])
        #expect(driver.refuse() == [["a@2"]])
        #expect(driver.acknowledge() == [["b@2"]])
        #expect(driver.unanswered == [])
    }

    @Test("G-38: versions of one name, of both, and then a change are handled")
    func someHeld() {
        var one = DeltaDriver(["a": 2, "b": 2])
        #expect(one.ask(["a", "b"], initial: ["b": Self.current]) == [["a@2"]])
        var both = DeltaDriver(["a": 2, "b": 2])
        #expect(both.ask(["a", "b"], initial: ["a": Self.current, "b": Self.current]) == [])
        #expect(both.change(["b": 3]) == [["b@3"]])
    }

    @Test("XP-V8: the version of an empty assignment is current on reconnect like any other")
    func heldEmpty() {
        var driver = DeltaDriver([:], .init(onDelete: .empty))
        let version = driver.catalog.versionOfEmpty("z")
        #expect(version.description.utf8.count == 16)
        #expect(driver.ask(["z"], initial: ["z": version.description]) == [])
        #expect(driver.change(["z": 1]) == [["z@1"]])
    }

    @Test("XP-D11: a first wildcard request is answered even if the client has everything")
    func wildcardHeld() {
        var driver = DeltaDriver(["a": 2])
        #expect(driver.ask(["*"], initial: ["a": Self.current]) == [[]])
        #expect(driver.subscription.versionInfo.description == driver.catalog.digest)
    }
}
