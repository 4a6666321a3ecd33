import AssignmentComparison
import Testing
import TextFormats

@Suite("Host shares")
struct HostSharesTests {
    @Test("Host shares follow host weights if localities have none")
    func plain() {
        let shares = HostShares(ComparableAssignment(["a:1*1", "b:1*3"])).ofPriority
        #expect(shares == [[0.25, 0.75]])
    }

    @Test("Host shares follow locality weights first")
    func localities() {
        let assignment = ComparableAssignment([("a", 70, ["a:1*2"]), ("b", 30, ["b:1*1", "c:1*2"])])
        let shares = HostShares(assignment).ofPriority
        #expect(abs(shares[0][0] - 0.7) < 1e-12)
        #expect(abs(shares[1][0] - 0.1) < 1e-12)
        #expect(abs(shares[1][1] - 0.2) < 1e-12)
        let plain = HostShares(assignment, countsLocalityWeights: false).ofPriority
        #expect(plain == [[0.4], [0.2, 0.4]])
    }

    @Test("A locality without weight has no share beside weighted ones")
    func withoutWeight() {
        let shares = HostShares(ComparableAssignment([("a", 1, ["a:1"]), ("b", nil, ["b:1"])])).ofPriority
        #expect(shares == [[1], [0]])
    }

    @Test("Host shares are per priority, and traffic goes to the best priority")
    func priorities() {
        var groups = ComparableAssignment([("a", 1, ["a:1"])], priority: 1).groups
        groups += ComparableAssignment([("b", 1, ["b:1"]), ("c", 3, ["c:1"])], priority: 2).groups
        let shares = HostShares(ComparableAssignment(name: "c", groups: groups))
        #expect(shares.ofPriority == [[1], [0.25], [0.75]])
        #expect(shares.bestPriority == 1)
        #expect(shares.ofTraffic(group: 0, host: 0) == 1)
        #expect(shares.ofTraffic(group: 2, host: 0) == 0)
        #expect(shares.ofTraffic(group: 9, host: 0) == 0)
    }

    @Test(
        "Shares are printed with one decimal digit",
        arguments: [(0.428_571, "42.9%"), (0, "0.0%"), (1, "100.0%"), (0.999_6, "100.0%")]
    )
    func text(share: Double, text: String) { #expect(PercentText.of(share) == text) }
}
