import AdminServer
import EnvoyHarness
import Foundation
import PrometheusMetrics
import Testing

@Suite("Documentation of metrics")
struct DocumentTests {
    private static let names = Set(MetricsCatalog.descriptions.map(\.name))

    private static func read(_ path: String) throws -> String {
        try String(contentsOfFile: BuiltProduct.repository + "/" + path, encoding: .utf8)
    }

    @Test("The table of metrics is complete and has the descriptions")
    func table() throws {
        let rows = try Self.read("Docs/operating.md").split(separator: "\n").filter {
            $0.hasPrefix("| `eds_translator_") || $0.hasPrefix("| `process_")
        }
        let cells = rows.map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
        let texts = cells.map { "\($0[0]) \($0[$0.count - 1])" }
        #expect(texts == MetricsCatalog.descriptions.map { "`\($0.name)` \($0.help)" })
    }

    @Test("The dashboard uses existing metrics, and every one of them")
    func dashboard() throws {
        let text = try Self.read("Tools/grafana-dashboard.json")
        _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
        var shown: Set<String> = []
        for match in text.matches(of: /\b(eds_translator|process)_[a-z_]+\b/) {
            let name = String(match.0)
            let family = ["_bucket", "_count", "_sum"].first { name.hasSuffix($0) }.map {
                String(name.dropLast($0.count))
            }
            shown.insert(Self.names.contains(name) ? name : family ?? name)
        }
        #expect(shown == Self.names)
    }

    @Test("The suggested alerts use existing metrics")
    func alarms() throws {
        for line in try Self.read("Docs/operating.md").split(separator: "\n") where line.contains("expr: ") {
            for match in line.matches(of: /eds_translator_[a-z_]+/) { #expect(Self.names.contains(String(match.0))) }
        }
    }

    @Test(
        "Metrics follow the naming conventions of Prometheus",
        arguments: MetricsCatalog.descriptions
    )
    func conventions(metric: MetricDescription) {
        #expect(metric.name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil)
        #expect(metric.help.hasSuffix(".") && !metric.help.contains("\n"))
    }
}
