internal import TextFormats

/// The members of a JSON object in the order in which they are added.
struct Fields {
    private var members: [JSONValue.Member] = []

    /// The object.
    var value: JSONValue { .object(members) }

    mutating func add(_ name: String, _ value: JSONValue) { members.append(JSONValue.Member(name, value)) }

    mutating func add(_ name: String, _ text: String) { add(name, .string(text)) }

    mutating func add(_ name: String, _ number: some BinaryInteger) { add(name, .number(JSONNumber(number))) }

    mutating func add(_ name: String, _ flag: Bool) { add(name, .bool(flag)) }

    /// Adds an object.
    mutating func add(_ name: String, _ fill: (inout Fields) -> Void) { add(name, Fields.object(fill)) }

    /// Adds a message of an extension with its type.
    mutating func add(_ name: String, typed type: String, _ fill: (inout Fields) -> Void = { _ in }) {
        add(name) { fields in
            fields.add("@type", "type.googleapis.com/\(type)")
            fill(&fields)
        }
    }

    /// Returns an object.
    static func object(_ fill: (inout Fields) -> Void) -> JSONValue {
        var fields = Fields()
        fill(&fields)
        return fields.value
    }

    /// Returns a duration in the form of proto3's JSON, to a nanosecond.
    static func duration(_ seconds: Double) -> String {
        let nanoseconds = UInt64((seconds * 1e9).rounded())
        let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard rest > 0 else { return "\(whole)s" }
        let digits = String(rest)
        var fraction = String(repeating: "0", count: 9 - digits.count) + digits
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(whole).\(fraction)s"
    }
}
