import AssignmentComparison
import MeshModel
import TestSupport
import Testing
import TextFormats
import TranslationTestSupport

@Suite("Golden files")
struct GoldenTests {
    private static let rules = GoldenRules(ruleSet: "standard")

    @Test("Names of golden files are safe, short enough and unique")
    func names() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("abAB|,%~@._-/\\:*\u{0} \u{301}é漢")
        var owners: [String: String] = [:]
        let texts = (0..<4_000).map { _ in
            String(
                (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                    alphabet.randomElement(using: &generator) ?? "x"
                }
            )
        }
        let long = (0..<50).map { String(repeating: "a", count: 200) + "\($0)" }
        for text in texts + long + ["..", ".", "con", String(repeating: "|", count: 300)] {
            let name = GoldenName.file(cluster: text, proxy: "p")
            #expect(name.utf8.count <= 255)
            #expect(!name.hasPrefix("."))
            #expect(
                name.utf8.allSatisfy { byte in
                    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "._-,%~@".utf8.contains(byte)
                }
            )
            // Compared by bytes: two spellings of one text are two cluster names.
            let before = owners.updateValue(text, forKey: name)
            #expect(before == nil || before.map { Array($0.utf8) == Array(text.utf8) } == true, "\(name)")
        }
        let name = "outbound|80||web.shop.svc.cluster.local"
        #expect(
            GoldenName.file(cluster: name, proxy: "client.shop")
                == "outbound,80,,web.shop.svc.cluster.local@client.shop.yaml"
        )
    }

    @Test("A golden file has the contents of the dump, also with duplicate assignments")
    func repeatedMembers() throws {
        let dump = try DumpReader.read(
            Array(
                """
                {"clusterName": "c", "endpoints": [{"lbEndpoints": [{"endpoint": {"address": {"socketAddress": \
                {"address": "10.0.0.1", "portValue": 80}}}, "metadata": {"filterMetadata": {"istio": {"a": 1}, \
                "b": {"x": 1, "y": 2, "x": 3}, "istio": {"workload": "w"}}}}]}]}
                """.utf8
            )
        )
        let assignment = try #require(dump.proxies.first?.assignments["c"])
        let file = GoldenFile(rules: Self.rules, proxies: ["p"], assignment: assignment)
        let metadata = assignment.groups.first?.hosts.first?.metadata
        #expect(metadata?.text() == #"{"b":{"x":3,"y":2},"istio":{"workload":"w"}}"#)
        #expect(try GoldenFile(reading: Array(file.text.utf8)).text == file.text)
    }

    @Test("Golden files distinguish localities whose parts contain slashes", arguments: ["z1", "z1/", "z/1", "/", ""])
    func localities(zone: String) throws {
        for subzone in ["", "s", "s/1"] {
            let group = ComparableAssignment.Group(
                locality: Locality(region: "r", zone: zone, subzone: subzone),
                priority: 0,
                weight: nil,
                hosts: [ComparableHost(address: "10.0.0.1:80")]
            )
            let assignment = ComparableAssignment(name: "c", groups: [group], policy: nil)
            let text = GoldenFile(rules: Self.rules, proxies: ["p"], assignment: assignment).text
            let again = try GoldenFile(reading: Array(text.utf8))
            #expect(again.assignment.groups.map(\.locality) == [group.locality])
            #expect(text.contains("locality: r/z1") == (zone == "z1" && subzone != "s/1"), "\(text)")
        }
    }

    @Test("Golden files name proxies by their unique short names")
    func labels() {
        let nodes = ["sidecar~1~a.x~d", "sidecar~2~b.x~d", "sidecar~3~b.x~d", "c", "sidecar~4~c~d"]
        let labels = GoldenName.labels(of: nodes)
        #expect(labels["sidecar~1~a.x~d"] == "a.x")
        #expect(labels["sidecar~2~b.x~d"] == "sidecar~2~b.x~d")
        #expect(Set(labels.values).count == nodes.count)
    }

    @Test("There is one golden file for each class of proxies with the same assignment")
    func classes() throws {
        let one = ComparableAssignment(["a:1", "b:1*2"], weight: 3)
        let same = ComparableAssignment(["b:1*2", "a:1"], weight: 3)
        let other = ComparableAssignment(["a:1"], weight: 1)
        var plan = GoldenPlan()
        plan.add([("p1", [one]), ("p2", [same]), ("p3", [other])], by: Self.rules)
        #expect(plan.files.map(\.path) == ["standard/c@p1.yaml", "standard/c@p3.yaml"])
        #expect(plan.files.first?.file.proxies == ["p1", "p2"])
    }

    @Test("Golden files ignore comments, order and shares, but nothing else")
    func reading() throws {
        var plan = GoldenPlan()
        plan.add([("p", [ComparableAssignment(["a:1", "b:1*2"], weight: 3)])], by: Self.rules)
        let text = """
            # A comment.
            ruleSet: standard
            cluster: c
            proxies: [p]
            localities:
            - weight: 3
              hosts:
              - {address: "b:1", weight: 2, share: "99%"}
              - {address: "a:1", weight: 1}
            """
        let (findings, others) = plan.compare(with: ["standard/c@p.yaml": Array(text.utf8), "x.yaml": []])
        guard case .same? = findings.first?.state else {
            Issue.record("\(findings)")
            return
        }
        #expect(others == ["x.yaml"])
        let broken = plan.compare(with: ["standard/c@p.yaml": Array("cluster: [".utf8)]).findings
        guard case .unreadable? = broken.first?.state else {
            Issue.record("\(broken)")
            return
        }
        guard case .missing? = plan.compare(with: [:]).findings.first?.state else {
            Issue.record("expected a missing file")
            return
        }
    }

    @Test("Golden files of other rules are in other folders")
    func folders() {
        #expect(Self.rules.folder == "standard")
        let rules = GoldenRules(ruleSet: "standard,overlapping-cidrs=widest", features: ["mcs=host", "ambient"])
        #expect(rules.folder == "standard,overlapping-cidrs=widest+ambient+mcs=host")
        #expect(rules.arguments == "--semantics standard,overlapping-cidrs=widest --ambient --mcs host")
    }

    @Test("The JUnit report is well-formed XML for every content")
    func junit() {
        let failed = JUnitDocument.Case(name: "x\"&\u{1}\ny", outcome: .failed(message: "m", text: "<t>"))
        let passed = JUnitDocument.Case(name: "z", outcome: .passed())
        let report = JUnitDocument(suites: [.init(name: "a<b", cases: [failed, passed])])
        #expect(report.text.contains("tests=\"2\" failures=\"1\""))
        #expect(report.text.contains("name=\"x&quot;&amp;\u{FFFD}&#10;y\""))
        #expect(report.text.contains("<failure message=\"m\">&lt;t&gt;</failure>"))
        #expect(report.text.contains("<testcase classname=\"a&lt;b\" name=\"z\"/>"))
    }
}
