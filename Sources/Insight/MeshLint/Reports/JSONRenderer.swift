internal import MeshModel
internal import TextFormats

/// Writes the machine-readable report: one JSON document with `formatVersion` 1.
public struct JSONRenderer: LintRenderer {
    /// Makes a renderer.
    public init() {}

    /// Returns an object with findings, suppressed findings and a summary.
    public func text(_ report: LintReport) -> String {
        let document = JSONValue.object([
            JSONValue.Member("formatVersion", .number(JSONNumber(1))),
            JSONValue.Member(
                "summary",
                .object(
                    Severity.allCases.reversed().map {
                        JSONValue.Member($0.rawValue, .number(JSONNumber(report.count(of: $0))))
                    } + [JSONValue.Member("suppressed", .number(JSONNumber(report.suppressed.count)))]
                )
            ),
            JSONValue.Member("findings", .array(report.findings.map { .object(members($0, report)) })),
            JSONValue.Member(
                "suppressed",
                .array(
                    report.suppressed.map { item in
                        let reason = item.reason.isEmpty ? [] : [JSONValue.Member("reason", .string(item.reason))]
                        return .object(members(item.finding, report) + reason)
                    }
                )
            ),
        ])
        return document.text(pretty: true) + "\n"
    }

    private func members(_ finding: Finding, _ report: LintReport) -> [JSONValue.Member] {
        var members = [
            JSONValue.Member("code", .string(finding.code)),
            JSONValue.Member("severity", .string(finding.severity.rawValue)),
            JSONValue.Member("message", .string(finding.message)),
        ]
        if let object = finding.object { members.append(JSONValue.Member("object", Self.object(object))) }
        members.append(JSONValue.Member("location", Self.location(finding.location)))
        if !finding.places.isEmpty {
            let places = finding.places.map { place -> JSONValue in
                .object([
                    JSONValue.Member("text", .string(place.text)),
                    JSONValue.Member("location", Self.location(place.location)),
                ])
            }
            members.append(JSONValue.Member("related", .array(places)))
        }
        if let rule = report.rule(of: finding) {
            members.append(JSONValue.Member("why", .string(rule.why)))
            members.append(JSONValue.Member("fix", .string(rule.fix)))
        }
        return members
    }

    private static func object(_ object: ObjectReference) -> JSONValue {
        var members = [JSONValue.Member("kind", .string(object.kind))]
        if !object.namespace.isEmpty { members.append(JSONValue.Member("namespace", .string(object.namespace))) }
        members.append(JSONValue.Member("name", .string(object.name)))
        if !object.cluster.isEmpty { members.append(JSONValue.Member("cluster", .string(object.cluster.name))) }
        return .object(members)
    }

    private static func location(_ location: SourceLocation) -> JSONValue {
        var members = [JSONValue.Member("file", .string(location.file))]
        if location.line > 0 {
            members.append(JSONValue.Member("line", .number(JSONNumber(location.line))))
            members.append(JSONValue.Member("column", .number(JSONNumber(location.column))))
        }
        return .object(members)
    }
}
