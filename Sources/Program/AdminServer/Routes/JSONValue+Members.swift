internal import TextFormats

extension JSONValue {
    /// Returns an object with members in order; members without a value are left out.
    static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }

    /// Returns an integer.
    static func whole(_ number: some BinaryInteger) -> JSONValue { .number(JSONNumber(number)) }

    /// Returns a number, or null if it is not finite.
    static func decimal(_ number: Double) -> JSONValue { JSONNumber(number).map { .number($0) } ?? .null }

    /// Returns a list of texts.
    static func texts(_ texts: some Sequence<String>) -> JSONValue { .array(texts.map { .string($0) }) }
}

extension Optional where Wrapped: BinaryInteger {
    /// The number as JSON, or `nil` without one.
    var json: JSONValue? { map { .whole($0) } }
}

extension String? {
    /// The text as JSON, or `nil` without one.
    var json: JSONValue? { map { .string($0) } }
}
