import DiscoveryProtocol
import Testing

@Suite("Names of rejected responses")
struct RejectedNamesTests {
    @Test("Names are remembered until their node acknowledges them")
    func settle() {
        var rejected = RejectedNames()
        #expect(rejected.names(of: "n") == nil)
        rejected.add(["a", "b"], of: "n")
        rejected.add(["b", "c"], of: "n")
        #expect(rejected.names(of: "n") == .listed(["a", "b", "c"]))
        #expect(rejected.names(of: "other") == nil)
        rejected.settle(of: "n") { $0 != "b" }
        #expect(rejected.names(of: "n") == .listed(["b"]))
        rejected.settle(of: "n") { _ in true }
        #expect(rejected.names(of: "n") == nil)
    }

    @Test("A node with too many names counts as one that rejected all names")
    func manyNames() {
        var rejected = RejectedNames(maximumNames: 2)
        rejected.add(["a", "b", "c"], of: "n")
        #expect(rejected.names(of: "n") == .all)
        rejected.settle(of: "n") { _ in true }
        #expect(rejected.names(of: "n")?.contains("d") == true)
    }

    @Test("The node whose first rejection is the oldest is forgotten beyond the limit")
    func manyNodes() {
        var rejected = RejectedNames(maximumNodes: 2)
        for node in ["1", "2", "1", "3"] { rejected.add(["a"], of: node) }
        #expect(rejected.names(of: "1") == nil)
        #expect(rejected.names(of: "2") == .listed(["a"]))
        #expect(rejected.names(of: "3") == .listed(["a"]))
    }

    @Test("A rejection without names is not remembered")
    func noNames() {
        var rejected = RejectedNames(maximumNodes: 1)
        rejected.add(["a"], of: "1")
        rejected.add([], of: "2")
        #expect(rejected.names(of: "2") == nil)
        #expect(rejected.names(of: "1") == .listed(["a"]))
    }
}
