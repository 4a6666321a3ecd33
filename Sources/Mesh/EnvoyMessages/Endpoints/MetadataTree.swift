internal import CEnvoyAPI
internal import MeshModel

/// The builder of the C trees of `envoy.config.core.v3.Metadata` and `google.protobuf.Struct`.
///
/// Map entries are sorted by the UTF-8 bytes of their names, because libprotobuf-c packs them in the given order and
/// equal content must result in equal bytes (XP-V5).
struct MetadataTree {
    private typealias Field = LbEndpointFields.FilterMetadata.Field

    /// The largest nesting depth of values.
    ///
    /// Receivers reject messages nested deeper than 100, and so do we; a level of metadata needs three, the messages
    /// around it six.
    static let maximumDepth = 30

    private let arena: MessageArena

    init(arena: MessageArena) {
        self.arena = arena
    }

    /// Builds the metadata of several filters.
    func metadata(
        _ filters: [LbEndpointFields.FilterMetadata]
    ) throws(MessageError) -> UnsafeMutablePointer<Envoy__Config__Core__V3__Metadata> {
        var entries: [UnsafeMutablePointer<Envoy__Config__Core__V3__Metadata__FilterMetadataEntry>] = []
        entries.reserveCapacity(filters.count)
        for filter in Self.canonical(filters, by: \.filter) {
            let entry = arena.make(envoy__config__core__v3__metadata__filter_metadata_entry__init)
            entry.pointee.key = try arena.text(filter.filter)
            entry.pointee.value = try structure(filter.fields, depth: 1)
            entries.append(entry)
        }
        let metadata = arena.make(envoy__config__core__v3__metadata__init)
        metadata.pointee.n_filter_metadata = entries.count
        metadata.pointee.filter_metadata = arena.list(entries)
        return metadata
    }

    /// Builds a single struct.
    func structure(
        _ members: [String: MetadataValue]
    ) throws(MessageError) -> UnsafeMutablePointer<Google__Protobuf__Struct> {
        try self.structure(members.map { Field(name: $0.key, value: $0.value) }, depth: 1)
    }

    private func structure(
        _ fields: [Field],
        depth: Int
    ) throws(MessageError) -> UnsafeMutablePointer<Google__Protobuf__Struct> {
        var entries: [UnsafeMutablePointer<Google__Protobuf__Struct__FieldsEntry>] = []
        entries.reserveCapacity(fields.count)
        for field in Self.canonical(fields, by: \.name) {
            let entry = arena.make(google__protobuf__struct__fields_entry__init)
            entry.pointee.key = try arena.text(field.name)
            entry.pointee.value = try value(field.value, depth: depth)
            entries.append(entry)
        }
        let structure = arena.make(google__protobuf__struct__init)
        structure.pointee.n_fields = entries.count
        structure.pointee.fields = arena.list(entries)
        return structure
    }

    private func value(
        _ value: MetadataValue,
        depth: Int
    ) throws(MessageError) -> UnsafeMutablePointer<Google__Protobuf__Value> {
        guard depth <= Self.maximumDepth else {
            throw MessageError(
                code: .limitExceeded,
                message: "metadata nested too deep, expected at most \(Self.maximumDepth)"
            )
        }
        let tree = arena.make(google__protobuf__value__init)
        switch value {
        case .null:
            tree.pointee.kind_case = GOOGLE__PROTOBUF__VALUE__KIND_NULL_VALUE
            tree.pointee.null_value = GOOGLE__PROTOBUF__NULL_VALUE__NULL_VALUE
        case .bool(let truth):
            tree.pointee.kind_case = GOOGLE__PROTOBUF__VALUE__KIND_BOOL_VALUE
            tree.pointee.bool_value = truth ? 1 : 0
        case .number(let number):
            tree.pointee.kind_case = GOOGLE__PROTOBUF__VALUE__KIND_NUMBER_VALUE
            tree.pointee.number_value = number
        case .string(let text):
            tree.pointee.kind_case = GOOGLE__PROTOBUF__VALUE__KIND_STRING_VALUE
            tree.pointee.string_value = try arena.text(text)
        case .list(let elements):
            tree.pointee.kind_case = GOOGLE__PROTOBUF__VALUE__KIND_LIST_VALUE
            tree.pointee.list_value = try list(elements, depth: depth + 1)
        case .object(let members):
            tree.pointee.kind_case = GOOGLE__PROTOBUF__VALUE__KIND_STRUCT_VALUE
            let fields = members.map { Field(name: $0.key, value: $0.value) }
            tree.pointee.struct_value = try structure(fields, depth: depth + 1)
        }
        return tree
    }

    private func list(
        _ elements: [MetadataValue],
        depth: Int
    ) throws(MessageError) -> UnsafeMutablePointer<Google__Protobuf__ListValue> {
        var values: [UnsafeMutablePointer<Google__Protobuf__Value>] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            values.append(try value(element, depth: depth))
        }
        let list = arena.make(google__protobuf__list_value__init)
        list.pointee.n_values = values.count
        list.pointee.values = arena.list(values)
        return list
    }

    /// Sorts by the UTF-8 bytes of a name and drops all but the last of equal names; elements in order are returned
    /// unchanged.
    private static func canonical<Element>(_ elements: [Element], by name: KeyPath<Element, String>) -> [Element] {
        let ordered = zip(elements, elements.dropFirst()).allSatisfy { left, right in
            left[keyPath: name].utf8.lexicographicallyPrecedes(right[keyPath: name].utf8)
        }
        guard !ordered else { return elements }
        // The standard library's sort is stable.
        let sorted = elements.sorted { left, right in
            left[keyPath: name].utf8.lexicographicallyPrecedes(right[keyPath: name].utf8)
        }
        var unique: [Element] = []
        unique.reserveCapacity(sorted.count)
        for element in sorted {
            if let last = unique.last, last[keyPath: name].utf8.elementsEqual(element[keyPath: name].utf8) {
                unique.removeLast()
            }
            unique.append(element)
        }
        return unique
    }
}
