internal import EnvoyMessages
internal import MeshModel
internal import MeshSources
public import TextFormats

/// Reads dumps of assignments in all forms; the form is detected from the content.
///
/// | form | detected by |
/// |---|---|
/// | `translate -o json` or `yaml` | objects with `node` and `resources` |
/// | ClusterLoadAssignments, one, several or by name, such as `/debug/edsz` | `clusterName` |
/// | a DiscoveryResponse, such as a file of `translate -o envoy` | `resources` with `@type` |
/// | Envoy's `/config_dump?include_eds`, also with `resource=dynamic_endpoint_configs` | `configs` |
/// | parts of it, such as an EndpointsConfigDump | `dynamic_endpoint_configs` or `endpoint_config` |
/// | Envoy's `/clusters?format=json` | `cluster_statuses` |
/// | `istioctl proxy-config endpoints -o json` | `hostStatuses` |
/// | a golden file | `cluster`, `ruleSet` and `proxies` |
public enum DumpReader {
    /// The limits of a dump: 256 MiB and 20 million values, about 200,000 hosts of an Envoy.
    public static let limits: JSONLimits = {
        var limits = JSONLimits()
        limits.bytes = 256 << 20
        limits.values = 20_000_000
        return limits
    }()

    /// The bounds on the node of a dump.
    static let nodeLimits: MessageLimits = {
        var limits = MessageLimits()
        limits.metadataValues = 1 << 20
        return limits
    }()

    /// Reads a dump.
    ///
    /// - Parameter bytes: JSON, or YAML.
    /// - Throws: ``DumpError``.
    public static func read(_ bytes: [UInt8]) throws(DumpError) -> Dump {
        try read(value(of: bytes))
    }

    /// The document as a tree.
    static func value(of bytes: [UInt8]) throws(DumpError) -> JSONValue {
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            try refuseText(bytes)
            return try yaml(bytes)
        }
        do throws(JSONError) {
            return try JSONValue(parsing: bytes, limits: limits)
        } catch {
            throw DumpError(error.code == .limitExceeded ? .limit : .syntax, error.message)
        }
    }

    /// Throws an error for output that people read, with the option that makes it readable for programs.
    private static func refuseText(_ bytes: [UInt8]) throws(DumpError) {
        let line = String(decoding: bytes.prefix(4_096).prefix { $0 != 0x0A }, as: UTF8.self)
        if line.firstRange(of: "::") != nil, line.split(separator: ":").count > 2, !line.contains(": ") {
            throw DumpError(.unknownForm, "the text of an Envoy's /clusters, expected that of /clusters?format=json")
        }
        if line.hasPrefix("ENDPOINT"), line.contains("CLUSTER") {
            throw DumpError(.unknownForm, "a table of istioctl, expected its output with -o json")
        }
    }

    private static func yaml(_ bytes: [UInt8]) throws(DumpError) -> JSONValue {
        var bounds = ReadingLimits()
        bounds.nodes = limits.values
        guard bytes.count <= limits.bytes else {
            throw DumpError(.limit, "expected a document of at most \(limits.bytes) bytes, found \(bytes.count)")
        }
        let value: MetadataValue?
        do throws(InputError) {
            value = try SourceFile(path: "", displayName: "", bytes: bytes).firstValue(limits: bounds)
        } catch {
            let place = "\(error.location.line):\(error.location.column)"
            throw DumpError(error.code == .limit ? .limit : .syntax, "\(place): \(error.message)")
        }
        guard let value else {
            throw DumpError(.unknownForm, "the document is empty, expected JSON or YAML with assignments")
        }
        return JSONValue(value)
    }

    /// Reads a parsed dump.
    ///
    /// - Throws: ``DumpError``.
    public static func read(_ value: JSONValue) throws(DumpError) -> Dump {
        if GoldenFile.recognises(value) { return try GoldenFile(value).dump }
        if ConfigDumpReader.recognises(value) { return try ConfigDumpReader.read(value) }
        if ConfigDumpReader.recognisesPart(value) { return try ConfigDumpReader.read([value]) }
        if case .array? = value.field("clusterStatuses", "cluster_statuses") {
            return try clusters(value.items("clusterStatuses", "cluster_statuses"))
        }
        if case .array(let resources)? = value.field("resources"), value.field("node") == nil {
            return try assignments(resources)
        }
        if case .array(let items) = value { return try list(items) }
        if LoadAssignmentReader.recognises(value) { return try assignments([value]) }
        if ClusterStatusReader.recognises(value) { return try clusters([value]) }
        if isTranslation(value) { return try translation([value]) }
        if case .object(let members) = value, !members.isEmpty,
            members.allSatisfy({ LoadAssignmentReader.recognises($0.value) })
        {
            return try assignments(members.map(\.value))
        }
        throw unknownForm
    }

    private static var unknownForm: DumpError {
        DumpError(
            .unknownForm,
            "unknown form, expected an output of translate, ClusterLoadAssignments, an Envoy's config_dump or clusters, "
                + "endpoints of istioctl, or a golden file"
        )
    }

    private static func list(_ items: [JSONValue]) throws(DumpError) -> Dump {
        if items.allSatisfy(LoadAssignmentReader.recognises) { return try assignments(items) }
        if items.allSatisfy(isTranslation) { return try translation(items) }
        if items.allSatisfy(ClusterStatusReader.recognises) { return try clusters(items) }
        if items.allSatisfy(ConfigDumpReader.recognisesPart) { return try ConfigDumpReader.read(items) }
        throw unknownForm
    }

    private static func isTranslation(_ value: JSONValue) -> Bool {
        guard case .string? = value.field("node"), case .object? = value.field("resources") else { return false }
        return true
    }

    private static func translation(_ items: [JSONValue]) throws(DumpError) -> Dump {
        var proxies: [AssignmentSet.Proxy] = []
        for (index, item) in items.enumerated() {
            do throws(DumpError) {
                guard case .object(let members)? = item.field("resources") else { continue }
                let node = try item.text("node")
                proxies.append(try proxy(node, members.map { ($0.name, $0.value) }))
            } catch {
                throw error.within("[\(index)]")
            }
        }
        return Dump(kind: .translation, proxies: proxies)
    }

    private static func assignments(_ items: [JSONValue]) throws(DumpError) -> Dump {
        Dump(
            kind: .loadAssignments,
            proxies: [try proxy(nil, items.enumerated().map { (items.count == 1 ? "" : "[\($0)]", $1) })]
        )
    }

    private static func proxy(
        _ node: String?,
        _ items: [(name: String, value: JSONValue)]
    ) throws(DumpError) -> AssignmentSet.Proxy {
        var assignments: [String: ComparableAssignment] = [:]
        for (name, value) in items {
            do throws(DumpError) {
                let assignment = try LoadAssignmentReader.read(value)
                assignments[assignment.name] = assignment
            } catch {
                throw error.within(name)
            }
        }
        return AssignmentSet.Proxy(node: node, assignments: assignments)
    }

    private static func clusters(_ items: [JSONValue]) throws(DumpError) -> Dump {
        var assignments: [String: ComparableAssignment] = [:]
        for (index, item) in items.enumerated() {
            do throws(DumpError) {
                let assignment = try ClusterStatusReader.read(item)
                assignments[assignment.name] = assignment
            } catch {
                throw error.within("[\(index)]")
            }
        }
        return Dump(kind: .clusters, proxies: [AssignmentSet.Proxy(node: nil, assignments: assignments)])
    }
}
