internal import MeshModel

/// The fields of one object, looked up by name.
package struct ManifestMapping {
    package let value: ManifestValue
    /// The keys and values in the order of the text.
    package let entries: [(key: String, value: ManifestValue)]

    /// Reads the keys.
    ///
    /// - Throws: ``InputError`` for a key that is not a text or a duplicate.
    package init(_ value: ManifestValue) throws(InputError) {
        self.value = value
        let children = value.children
        var entries: [(key: String, value: ManifestValue)] = []
        entries.reserveCapacity(children.count / 2)
        var seen: Set<String> = []
        for position in stride(from: 0, to: children.count - 1, by: 2) {
            let key = children[position]
            guard key.isScalar else { throw key.unexpected("the name of a field") }
            let name = key.rawText
            // Small objects are compared one by one; a set is only faster for large maps.
            let isTwice =
                children.count > 32 ? !seen.insert(name).inserted : entries.contains { $0.key == name }
            if isTwice {
                throw InputError(.duplicate, at: key.location, "the field \"\(name)\" stands twice, expected it once")
            }
            entries.append((name, children[position + 1]))
        }
        self.entries = try Self.merged(entries)
    }

    /// Inserts the fields of YAML's merge key `<<`: fields that the object does not have itself, the first source
    /// first.
    private static func merged(
        _ entries: [(key: String, value: ManifestValue)]
    ) throws(InputError) -> [(key: String, value: ManifestValue)] {
        guard let merge = entries.first(where: { $0.key == "<<" })?.value, !merge.isScalar else { return entries }
        var result = entries.filter { $0.key != "<<" }
        var names = Set(result.map(\.key))
        for source in merge.isList ? merge.children : [merge] {
            for entry in try source.mapping("an object to merge, or a list of them").entries
            where names.insert(entry.key).inserted {
                result.append(entry)
            }
        }
        return result
    }

    /// The value of a field, or `nil` if it is absent or null.
    package subscript(name: String) -> ManifestValue? {
        for entry in entries where entry.key == name { return entry.value.isNull ? nil : entry.value }
        return nil
    }

    /// The value of a field with its JSON name or its proto name.
    package subscript(name: String, or other: String) -> ManifestValue? { self[name] ?? self[other] }

    /// Returns the value of a required field.
    package func required(_ name: String, _ expected: String) throws(InputError) -> ManifestValue {
        guard let found = self[name] else {
            throw InputError(.missing, at: value.location, "the field \"\(name)\" is missing, expected \(expected)")
        }
        return found
    }

    /// Returns the object in a field, or `nil`.
    package func mapping(_ name: String) throws(InputError) -> ManifestMapping? { try self[name]?.mapping() }

    /// Returns the items in a field; none if it is absent.
    package func list(_ name: String) throws(InputError) -> [ManifestValue] { try self[name]?.list() ?? [] }

    /// Returns the text in a field; empty if it is absent.
    package func string(_ name: String) throws(InputError) -> String { try self[name]?.string() ?? "" }

    /// Throws for fields other than those named.
    package func allowOnly(_ names: [String]) throws(InputError) {
        for (key, field) in entries where !names.contains(key) {
            throw InputError(
                .value,
                at: field.location,
                "unknown field \"\(key)\", expected \(names.joined(separator: ", "))"
            )
        }
    }
}
