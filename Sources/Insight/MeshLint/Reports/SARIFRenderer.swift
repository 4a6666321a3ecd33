internal import MeshModel
internal import TextFormats

/// Writes SARIF 2.1.0 for code scanning, with one run.
public struct SARIFRenderer: LintRenderer {
    private let version: String

    /// Makes a renderer.
    ///
    /// - Parameter version: the program's version, such as `0.1.0`.
    public init(version: String) { self.version = version }

    /// Returns the log; suppressed findings are included and marked.
    public func text(_ report: LintReport) -> String {
        let all =
            report.findings.map { (finding: $0, reason: String?.none) }
            + report.suppressed.map { (finding: $0.finding, reason: Optional($0.reason)) }
        var results: [JSONValue] = []
        var seen: [String: Int] = [:]
        for (finding, reason) in all {
            let identity = Self.identity(of: finding)
            let number = seen[identity, default: 0]
            seen[identity] = number + 1
            results.append(result(finding, reason, report, fingerprint: "\(identity):\(number)"))
        }
        let driver = JSONValue.object([
            JSONValue.Member("name", .string("eds-translator lint")),
            JSONValue.Member("semanticVersion", .string(version)),
            JSONValue.Member("rules", .array(report.rules.map(Self.rule))),
        ])
        let run = JSONValue.object([
            JSONValue.Member("tool", .object([JSONValue.Member("driver", driver)])),
            JSONValue.Member("columnKind", .string("unicodeCodePoints")),
            JSONValue.Member("results", .array(results)),
        ])
        let log = JSONValue.object([
            JSONValue.Member("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
            JSONValue.Member("version", .string("2.1.0")),
            JSONValue.Member("runs", .array([run])),
        ])
        return log.text(pretty: true) + "\n"
    }

    private static func rule(_ rule: RuleDescription) -> JSONValue {
        .object([
            JSONValue.Member("id", .string(rule.code)),
            JSONValue.Member("shortDescription", message(rule.title)),
            JSONValue.Member("fullDescription", message(rule.why)),
            JSONValue.Member("help", message(rule.fix)),
            JSONValue.Member(
                "defaultConfiguration",
                .object([JSONValue.Member("level", .string(level(rule.severity)))])
            ),
        ])
    }

    private func result(_ finding: Finding, _ reason: String?, _ report: LintReport, fingerprint: String) -> JSONValue {
        var members = [JSONValue.Member("ruleId", .string(finding.code))]
        if let index = report.rules.firstIndex(where: { $0.code == finding.code }) {
            members.append(JSONValue.Member("ruleIndex", .number(JSONNumber(index))))
        }
        let logical: [JSONValue.Member] =
            finding.objectName.isEmpty
            ? []
            : [
                JSONValue.Member(
                    "logicalLocations",
                    .array([.object([JSONValue.Member("fullyQualifiedName", .string(finding.objectName))])])
                )
            ]
        members += [
            JSONValue.Member("level", .string(Self.level(finding.severity))),
            JSONValue.Member("message", Self.message(finding.message)),
            JSONValue.Member(
                "locations",
                .array([
                    .object([JSONValue.Member("physicalLocation", Self.physical(finding.location))] + logical)
                ])
            ),
        ]
        if !finding.places.isEmpty {
            let places = finding.places.enumerated().map { number, place -> JSONValue in
                .object([
                    JSONValue.Member("id", .number(JSONNumber(number + 1))),
                    JSONValue.Member("physicalLocation", Self.physical(place.location)),
                    JSONValue.Member("message", Self.message(place.text)),
                ])
            }
            members.append(JSONValue.Member("relatedLocations", .array(places)))
        }
        members.append(
            JSONValue.Member(
                "partialFingerprints",
                .object([JSONValue.Member("edsTranslatorFinding/v1", .string(fingerprint))])
            )
        )
        if let reason {
            var suppression = [JSONValue.Member("kind", .string("external"))]
            if !reason.isEmpty { suppression.append(JSONValue.Member("justification", .string(reason))) }
            members.append(JSONValue.Member("suppressions", .array([.object(suppression)])))
        }
        return .object(members)
    }

    private static func message(_ text: String) -> JSONValue { .object([JSONValue.Member("text", .string(text))]) }

    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info: "note"
        }
    }

    private static func physical(_ location: SourceLocation) -> JSONValue {
        var members = [
            JSONValue.Member(
                "artifactLocation",
                .object([JSONValue.Member("uri", .string(uri(location.file)))])
            )
        ]
        if location.line > 0 {
            members.append(
                JSONValue.Member(
                    "region",
                    .object([
                        JSONValue.Member("startLine", .number(JSONNumber(location.line))),
                        JSONValue.Member("startColumn", .number(JSONNumber(max(location.column, 1)))),
                    ])
                )
            )
        }
        return .object(members)
    }

    /// Returns a path as a URI: everything but unreserved characters and slashes is percent-encoded.
    static func uri(_ path: String) -> String {
        var uri = path.hasPrefix("/") ? "file://" : ""
        for byte in RepositoryPath.text(path).utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                uri.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                uri += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return uri
    }

    /// Returns the parts of a finding that do not change when lines move or numbers in the message change.
    private static func identity(of finding: Finding) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        let parts = [
            finding.code, finding.location.file, finding.objectName, finding.object?.cluster.name ?? "", finding.key,
        ]
        for part in parts {
            for byte in Array(part.utf8) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
