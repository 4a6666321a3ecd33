public import TextFormats

extension JSONValue {
    /// Copies a metadata value; the members of objects are sorted by the UTF-8 bytes of their names.
    ///
    /// Numbers that JSON has not become the texts `NaN`, `Infinity` and `-Infinity`, as in proto3's JSON.
    public init(_ value: MetadataValue) {
        switch value {
        case .null: self = .null
        case .bool(let truth): self = .bool(truth)
        case .number(let number): self = JSONValue(number)
        case .string(let text): self = .string(text)
        case .list(let elements): self = .array(elements.map { JSONValue($0) })
        case .object(let members): self = JSONValue(members)
        }
    }

    /// Copies metadata into an object whose members are sorted by the UTF-8 bytes of their names.
    public init(_ members: [String: MetadataValue]) {
        self = .sorted(members.map { Member($0.key, JSONValue($0.value)) })
    }
}
