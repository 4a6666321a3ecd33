/// A JSON document, with the members of its objects in order.
public enum JSONValue: Hashable, Sendable {
    /// One member of an object.
    public struct Member: Hashable, Sendable {
        /// The member's name.
        public var name: String

        /// The member's value.
        public var value: JSONValue

        /// Creates a member.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number.
    case number(JSONNumber)
    /// A text.
    case string(String)
    /// A list, in order.
    case array([JSONValue])
    /// An object; its members are in source order, and a name may (unwisely) appear twice.
    case object([Member])

    /// The value of a member, the last one if the name appears twice; nil if there is none or this is not an object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// Returns the document as JSON text.
    ///
    /// - Parameter pretty: true to put each value on its own line, indented by 2 spaces; false for no white space.
    public func text(pretty: Bool = false) -> String {
        var writer = JSONWriter(pretty: pretty)
        writer.write(self)
        return String(decoding: writer.output, as: UTF8.self)
    }

    /// The document as YAML text in block style, ending with a line break.
    public var yaml: String {
        var writer = YAMLWriter()
        writer.write(document: self)
        return writer.output
    }

    /// Makes a number; those that JSON does not support become the texts `NaN`, `Infinity` and `-Infinity`, as in
    /// proto3's JSON.
    public init(_ number: Double) {
        if let number = JSONNumber(number) {
            self = .number(number)
        } else if number.isNaN {
            self = .string("NaN")
        } else {
            self = .string(number < 0 ? "-Infinity" : "Infinity")
        }
    }

    /// Makes an object whose members are sorted by the UTF-8 bytes of their names; of equal names only the last is
    /// kept.
    public static func sorted(_ members: [Member]) -> JSONValue {
        let sorted = members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var unique: [Member] = []
        unique.reserveCapacity(sorted.count)
        for member in sorted {
            if let last = unique.last, last.name.utf8.elementsEqual(member.name.utf8) {
                unique.removeLast()
            }
            unique.append(member)
        }
        return .object(unique)
    }
}
