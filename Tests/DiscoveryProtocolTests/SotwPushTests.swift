import DiscoveryProtocol
import Testing

@Suite("SotW: pushes")
struct SotwPushTests {
    @Test("X-45, XP-E45: after a NACK nothing is sent until the content changes")
    func rejection() {
        var driver = SotwDriver(["a": 1])
        driver.settle(["a"])
        #expect(driver.change(["a": 2]) == [["a@2"]])
        #expect(driver.ask(["a"], error: nack) == [])
        #expect(driver.change(["a": 2]) == [])
        #expect(contents(driver.subscription.catalogChanged(.all, in: driver.catalog)) == [])
        #expect(driver.change(["a": 3]) == [["a@3"]])
    }

    @Test("X-46: a NACK that adds a name is answered with that name alone")
    func rejectionAdds() {
        var driver = SotwDriver(["a": 1, "b": 1, "c": 1])
        _ = driver.send(["a", "b"])
        #expect(driver.ask(["a", "b", "c"], error: nack) == [["c@1"]])
    }

    @Test("X-47: content that is rolled back after a NACK is sent with another version than the rejected one")
    func revert() {
        var driver = SotwDriver(["a": 1])
        driver.settle(["a"])
        driver.catalog.versions["a"] = 2
        let refused = driver.subscription.catalogChanged(.all, in: driver.catalog)[0]
        _ = driver.send(["a"], nonce: refused.nonce, error: nack)
        driver.catalog.versions["a"] = 1
        let reverted = driver.subscription.catalogChanged(.all, in: driver.catalog)
        #expect(contents(reverted) == [["a@1"]])
        #expect(reverted[0].versionInfo != refused.versionInfo)
    }

    @Test("XP-S11: content that changed before the NACK arrived is sent after the NACK")
    func changedBeforeRejection() {
        var driver = SotwDriver(["a": 1, "b": 1])
        driver.settle(["a", "b"])
        #expect(driver.change(["a": 2]) == [["a@2"]])
        #expect(driver.change(["a": 3, "b": 2]) == [])
        #expect(driver.ask(["a", "b"], error: nack) == [["a@3", "b@2"]])
    }

    @Test("X-56: with empty-for-unknown a missing name is answered at once, and again when it exists")
    func emptyForUnknown() {
        var driver = SotwDriver(["a": 1], .init(unknownNames: .empty))
        #expect(driver.ask(["a", "z"]) == [["a@1", "z=0"]])
        #expect(driver.ask(["a", "z"]) == [])
        #expect(driver.change(["z": 1]) == [["z@1"]])
    }

    @Test(
        "X-57: a deletion causes no response or an empty assignment, and a re-created name is sent",
        arguments: [
            (.silent, []), (.empty, [["a=0"]]),
        ] as [(SotwSubscription.Options.UnknownNames, [[String]])]
    )
    func deletion(unknownNames: SotwSubscription.Options.UnknownNames, expected: [[String]]) {
        var driver = SotwDriver(["a": 1], .init(unknownNames: unknownNames))
        driver.settle(["a"])
        #expect(driver.change(["a": nil]) == expected)
        _ = driver.send(["a"], nonce: expected.isEmpty ? "none" : nil)
        #expect(driver.change(["a": nil]) == [])
        #expect(driver.change(["a": 1]) == [["a@1"]])
    }

    @Test("XP-S15, G-47: the subscription to a missing name is kept")
    func unknown() {
        var driver = SotwDriver([:])
        #expect(driver.ask(["z"]) == [])
        #expect(driver.subscription.isSubscribed(to: "z"))
        #expect(driver.change(["z": 1]) == [["z@1"]])
    }

    @Test("XP-S17, G-30: unchanged content is not sent again")
    func unchanged() {
        var driver = SotwDriver(["a": 1, "b": 1])
        driver.settle(["a", "b"])
        #expect(driver.change(["a": 1, "b": 2]) == [["b@2"]])
        _ = driver.send(["a", "b"])
        #expect(contents(driver.subscription.catalogChanged(.all, in: driver.catalog)) == [])
    }

    @Test("G-43: three updates in a row, each acknowledged, are three responses")
    func threeUpdates() {
        var driver = SotwDriver(["a": 1, "b": 1, "c": 1])
        driver.settle(["a", "b", "c"])
        for version in 2...4 as ClosedRange<UInt64> {
            #expect(driver.change(["b": version]) == [["b@\(version)"]])
            #expect(driver.ask(["a", "b", "c"]) == [])
        }
    }

    @Test("XP-A5: subscribed names can be sent again without a change, others cannot")
    func resend() {
        var driver = SotwDriver(["a": 1, "b": 1])
        driver.settle(["a"])
        #expect(contents(driver.subscription.resend(["b", "a", "a"], from: driver.catalog)) == [["a@1"]])
    }

    @Test("Subscribed, sent, acknowledged and rejected are separate facts")
    func separateFacts() {
        var driver = SotwDriver(["a": 1])
        driver.settle(["a", "z"])
        _ = driver.change(["a": 2])
        #expect(driver.subscription.status(of: "a")?.sent == .resource(ContentVersion(2)))
        #expect(driver.subscription.status(of: "a")?.acknowledged == .resource(ContentVersion(1)))
        _ = driver.send(["a", "z"], error: nack)
        let status = driver.subscription.status(of: "a")
        #expect(status?.acknowledged == .resource(ContentVersion(1)))
        #expect(status?.rejection?.delivery == .resource(ContentVersion(2)))
        #expect(status?.rejection?.detail == nack)
        _ = driver.change(["a": nil])
        #expect(driver.subscription.names == ["a", "z"])
        #expect(driver.subscription.status(of: "z")?.sent == .nothing)
        #expect(driver.subscription.status(of: "y") == nil)
    }
}
