import Foundation
import MeshLint
import MeshModel
import Testing
import TextFormats
import TranslationTestSupport

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Lint report formats")
struct RendererTests {
    /// Names with every character that is special in one of the formats.
    private static let odd = "a<b>&\"':,%\u{7}]]>\u{202E}é\r\n::error::x"

    private func report() throws -> LintReport {
        var mesh = Part.twoNetworks(
            east: [Manifest.namespace("shop", network: "east")],
            westGateway: [Manifest.gatewayService(network: "west", ips: ["192.0.2.2"])],
            meshNetworks: "networks:\n  north: {}\n"
        )
        let text = Self.odd.unicodeScalars.map {
            "\\U" + String(repeating: "0", count: 8 - String($0.value, radix: 16).count) + String($0.value, radix: 16)
        }
        mesh.files["mesh-networks.yaml"] = "networks:\n  \"\(text.joined())\": {}\n"
        mesh.files["clusters/east/ä b%.yaml"] = "kind: Service\n"
        let place = MeshModel.SourceLocation(file: "lint.yaml", line: 1, column: 1)
        let accept = Suppression(
            code: "SH035",
            object: "Namespace shop",
            file: "",
            reason: "<why> & so",
            location: place
        )
        return try LintedMesh(mesh: mesh).report(suppressions: [accept])
    }

    @Test("The report of these tests has an error, a warning, an info and a suppressed finding")
    func content() throws {
        let report = try report()
        #expect(report.findings.map(\.code) == ["SH903", "SH015", "SH028"])
        #expect(report.suppressed.map(\.finding.code) == ["SH035"])
        #expect(report.reaches(.error) && report.count(of: .warning) == 1)
    }

    @Test("The JSON report parses")
    func json() throws {
        let document = try JSONValue(parsing: JSONRenderer().text(report()))
        #expect(document["formatVersion"] == .number(JSONNumber(1)))
        guard case .array(let findings)? = document["findings"] else { return #expect(Bool(false)) }
        #expect(findings.count == 3)
        for finding in findings {
            for name in ["code", "severity", "message", "location", "why", "fix"] { #expect(finding[name] != nil) }
        }
        #expect(findings.contains { $0["object"]?["name"] == .string(Self.odd) })
        guard case .array(let suppressed)? = document["suppressed"] else { return #expect(Bool(false)) }
        #expect(suppressed.first?["reason"] == .string("<why> & so"))
    }

    @Test("The SARIF report conforms to the schema")
    func sarif() throws {
        let document = try JSONValue(parsing: SARIFRenderer(version: "1.2.3").text(report()))
        let problems = SARIFCheck.problems(of: document)
        #expect(problems == [])
        guard case .array(let runs)? = document["runs"], case .array(let results)? = runs.first?["results"] else {
            return #expect(Bool(false))
        }
        #expect(results.count == 4)
        #expect(results.count(where: { $0["suppressions"] != nil }) == 1)
        let uris = results.compactMap { result -> String? in
            guard case .array(let places)? = result["locations"],
                case .string(let uri)? = places.first?["physicalLocation"]?["artifactLocation"]?["uri"]
            else { return nil }
            return uri
        }
        #expect(uris.contains("clusters/east/%C3%A4%20b%25.yaml"))
    }

    @Test("SARIF fingerprints stay the same when lines move")
    func fingerprints() throws {
        func prints(_ mesh: TestMesh) throws -> Set<String> {
            let document = try JSONValue(
                parsing: SARIFRenderer(version: "1").text(LintedMesh(mesh: mesh).report(only: ["SH015", "SH028"]))
            )
            guard case .array(let runs)? = document["runs"], case .array(let results)? = runs.first?["results"] else {
                return []
            }
            return Set(results.compactMap { $0["partialFingerprints"]?.text() })
        }
        let one = "networks:\n  north: {}\n  south: {}\n"
        let mesh = Part.twoNetworks(meshNetworks: one)
        var moved = mesh
        moved.files["mesh-networks.yaml"] = "# more\n\n" + one
        #expect(try prints(mesh).count == 2)
        #expect(try prints(mesh) == prints(moved))
    }

    @Test("The JUnit report is well-formed XML")
    func junit() throws {
        for failing in [Severity.error, .warning, .info, nil] {
            let text = JUnitRenderer(failing: failing).text(try report())
            let reader = XMLCounter()
            let parser = XMLParser(data: Data(text.utf8))
            parser.delegate = reader
            #expect(parser.parse(), "\(String(describing: parser.parserError))")
            let failures = try report().findings.count { finding in failing.map { finding.severity >= $0 } ?? false }
            #expect(reader.counts["failure", default: 0] == failures)
            #expect(reader.counts["skipped"] == 1)
            #expect(reader.counts["testsuite"] == Linter.rules.count)
            #expect(reader.tests == reader.counts["testcase"])
        }
    }

    @Test("The GitHub report has one workflow command per line")
    func github() throws {
        let lines = GitHubRenderer().text(try report()).split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        for line in lines {
            let matched = line.wholeMatch(
                of: /::(error|warning|notice) file=([^,:]+)(,line=\d+,col=\d+)?,title=([^,:]+)::.*/
            )
            #expect(matched != nil, "\(line)")
            #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
        }
    }

    @Test("The text report has no control characters, and colours on demand only")
    func text() throws {
        let plain = TextRenderer().text(try report())
        #expect(plain.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x202E) })
        #expect(plain.contains("1 error, 1 warning, 1 info, 1 suppressed\n"))
        let coloured = TextRenderer(color: true).text(try report())
        #expect(coloured.contains("\u{1B}[31merror\u{1B}[0m"))
        #expect(coloured.replacing(/\u{1B}\[\d+m/, with: "") == plain)
    }

    @Test("Every format reports that there are no findings")
    func empty() throws {
        let report = try LintedMesh(mesh: Part.twoNetworks()).report()
        #expect(TextRenderer().text(report) == "no findings\n")
        #expect(GitHubRenderer().text(report) == "")
        #expect(try SARIFCheck.problems(of: JSONValue(parsing: SARIFRenderer(version: "1").text(report))) == [])
    }
}

/// Counts elements.
private final class XMLCounter: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    /// The sum of the attribute `tests` of all suites.
    var tests = 0

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        counts[name, default: 0] += 1
        if name == "testsuite" { tests += attributes["tests"].flatMap { Int($0) } ?? 0 }
    }
}
