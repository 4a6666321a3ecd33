import DiscoveryProtocol
import Testing

@Suite("SotW: wildcards")
struct SotwWildcardTests {
    @Test(
        "X-66: an empty first list means everything or nothing, according to the option",
        arguments: [
            (false, []), (true, [["a@1", "b@1"]]),
        ] as [(Bool, [[String]])]
    )
    func emptyFirst(legacy: Bool, expected: [[String]]) {
        var driver = SotwDriver(["a": 1, "b": 1], .init(legacyWildcard: legacy))
        #expect(driver.ask([]) == expected)
        #expect(driver.subscription.isWildcard == legacy)
    }

    @Test("X-65: \"*\", then \"*\" with a name, then the name alone are handled")
    func explicit() {
        var driver = SotwDriver(["a": 1, "b": 1])
        #expect(driver.ask(["*"]) == [["a@1", "b@1"]])
        #expect(driver.ask(["*", "a"]) == [["a@1"]])
        #expect(driver.ask(["*", "a"]) == [])
        #expect(driver.change(["a": 2, "b": 2]) == [["a@2", "b@2"]])
        #expect(driver.ask(["a"]) == [])
        #expect(driver.change(["a": 3, "b": 3]) == [["a@3"]])
    }

    @Test("G-22: a legacy wildcard ends with the first name and is not restored")
    func legacy() {
        var driver = SotwDriver(["x": 1, "y": 1], .init(legacyWildcard: true))
        var seen: [Bool] = []
        for names in [[], [], ["x"], []] {
            _ = driver.send(names)
            seen.append(driver.subscription.isWildcard)
        }
        #expect(seen == [true, true, false, false])
        #expect(driver.subscription.names == [])
    }

    @Test("G-23: a sequence of explicit wildcards and names is handled")
    func sequence() {
        var driver = SotwDriver(["x": 1, "y": 1, "z": 1], .init(legacyWildcard: true))
        var seen: [String] = []
        for names in [["*"], ["*"], ["*", "x"], ["*", "y"], ["y"], [], ["*"]] {
            _ = driver.send(names)
            seen.append((driver.subscription.isWildcard ? "*" : "") + driver.subscription.names.joined())
        }
        #expect(seen == ["*", "*", "*x", "*y", "y", "", "*"])
    }

    @Test("G-26: without legacy wildcards an empty first list means nothing and \"*\" everything")
    func legacyOff() {
        var driver = SotwDriver(["x": 1])
        #expect(driver.ask([]) == [])
        #expect(driver.ask(["*"]) == [["x@1"]])
    }

    @Test("G-44: a new wildcard causes only what was not sent before; a deletion causes no response")
    func becomingWildcard() {
        var driver = SotwDriver(["a": 1, "b": 1, "c": 1])
        _ = driver.send(["a", "b"])
        #expect(driver.ask(["*"]) == [["c@1"]])
        _ = driver.send(["*"])
        #expect(driver.change(["d": 1, "b": 2, "a": nil]) == [["b@2", "d@1"]])
        _ = driver.send(["*"])
        #expect(driver.change(["d": nil]) == [])
        #expect(driver.subscription.statuses.map(\.name) == ["b", "c"])
    }

    @Test("G-33: a change is sent to clients that subscribe to the name and to those that subscribe to everything")
    func watchers() {
        var all = SotwDriver(["a": 1, "b": 1])
        var two = SotwDriver(["a": 1, "b": 1])
        all.settle(["*"])
        two.settle(["a", "b"])
        #expect(all.change(["a": 2]) == [["a@2"]])
        #expect(two.change(["a": 2]) == [["a@2"]])
    }

    @Test("XP-S8: a queued change of a name is kept when only the wildcard still covers it")
    func queuedUnderWildcard() {
        var driver = SotwDriver(["b": 1])
        _ = driver.send(["*", "a"])
        #expect(driver.change(["a": 1]) == [])
        #expect(driver.ask(["*"]) == [["a@1"]])
    }

    @Test("XP-S18: a name that was dropped unnoticed and is covered by a new wildcard is sent again")
    func lapsedIntoWildcard() {
        var driver = SotwDriver(["a": 1, "b": 1])
        driver.settle(["a", "b"])
        let old = driver.nonce
        _ = driver.change(["a": 2])
        #expect(driver.ask(["a"], nonce: old) == [])
        #expect(driver.ask(["*", "a"]) == [["b@1"]])
    }

    @Test("XP-S18: a wildcard that was dropped and restored unnoticed is answered in full")
    func lapsedWildcard() {
        var driver = SotwDriver(["a": 1, "b": 1])
        driver.settle(["*"])
        let old = driver.nonce
        _ = driver.change(["a": 2])
        #expect(driver.ask([], nonce: old) == [])
        #expect(driver.ask(["*"]) == [["a@2", "b@1"]])
    }
}
