internal import TextFormats

extension JSONValue {
    /// An object of members in order; those without a value are left out.
    static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }

    /// A whole number.
    static func whole(_ number: some BinaryInteger) -> JSONValue { .number(JSONNumber(number)) }

    /// A number; null if it is none.
    static func decimal(_ number: Double) -> JSONValue { JSONNumber(number).map { .number($0) } ?? .null }

    /// Texts in order.
    static func texts(_ texts: some Sequence<String>) -> JSONValue { .array(texts.map { .string($0) }) }
}

extension Optional where Wrapped: BinaryInteger {
    /// The number as JSON; nil when there is none.
    var json: JSONValue? { map { .whole($0) } }
}

extension String? {
    /// The text as JSON; nil when there is none.
    var json: JSONValue? { map { .string($0) } }
}
