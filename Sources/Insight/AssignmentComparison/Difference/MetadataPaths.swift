internal import TextFormats

/// Finds differences in metadata by path.
enum MetadataPaths {
    /// Returns the different values, ascending by path.
    static func differences(_ before: JSONValue, _ after: JSONValue) -> [FieldDifference] {
        guard before != after else { return [] }
        var left: [String: String] = [:]
        var right: [String: String] = [:]
        flatten(before, "metadata", &left)
        flatten(after, "metadata", &right)
        return Set(left.keys).union(right.keys).sorted().filter { left[$0] != right[$0] }.map {
            FieldDifference(field: .metadata, path: $0, before: left[$0], after: right[$0])
        }
    }

    private static func flatten(_ value: JSONValue, _ path: String, _ leaves: inout [String: String]) {
        switch value {
        case .object(let members) where !members.isEmpty:
            for member in members { flatten(member.value, path + "." + member.name, &leaves) }
        case .object where path == "metadata": break
        case .string(let text): leaves[path] = text
        default: leaves[path] = value.text()
        }
    }
}
