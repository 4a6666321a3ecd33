import MeshModel
import Testing

@Suite("Labels")
struct LabelsTests {
    @Test("Labels made at once, one by one and from a dictionary are equal", arguments: [0, 1, 2, 7, 1_000])
    func equivalence(count: Int) {
        // 7919 is prime to every count, so the keys are unsorted.
        let pairs = (0..<count).map { ("key-\($0 * 7_919 % max(1, count))", "value-\($0)") }
        let dictionary = Dictionary(pairs) { _, last in last }
        var oneByOne = Labels()
        for (key, value) in pairs { oneByOne[key] = value }
        #expect(Labels(pairs) == oneByOne)
        #expect(oneByOne.pairs.map(\.key) == dictionary.keys.sorted())
        #expect(dictionary.allSatisfy { oneByOne[$0.key] == $0.value })
    }

    @Test("Of equal label keys the last one counts")
    func lastCounts() {
        let labels = Labels([("b", "1"), ("a", "1"), ("b", "2"), ("a", "2"), ("b", "3")])
        #expect(labels == ["a": "2", "b": "3"])
    }

    @Test("Setting nil removes a label, and nothing else")
    func removal() {
        var labels: Labels = ["a": "1", "b": "2", "c": "3"]
        labels["b"] = nil
        labels["d"] = nil
        labels[""] = nil
        #expect(labels.pairs.map(\.key) == ["a", "c"])
    }

    @Test("The maximum number of labels in the worst order costs no more than sorting")
    func many() {
        let labels = Labels((0..<262_144).reversed().map { ("key-\($0)", "") })
        #expect(labels.pairs.count == 262_144)
    }
}
