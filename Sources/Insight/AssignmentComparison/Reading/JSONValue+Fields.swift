internal import TextFormats

/// Fields of messages in proto3 JSON, in either spelling; a null means absent.
extension JSONValue {
    /// Returns the value of a field.
    func field(_ camel: String, _ snake: String) -> JSONValue? {
        guard case .object(let members) = self,
            let value = members.last(where: { $0.name == camel || $0.name == snake })?.value, value != .null
        else { return nil }
        return value
    }

    /// Returns the value of a field whose name is one word.
    func field(_ name: String) -> JSONValue? { field(name, name) }

    /// Returns the message in a field, or `nil` if it is absent.
    func message(_ camel: String, _ snake: String) throws(DumpError) -> JSONValue? {
        guard let value = field(camel, snake) else { return nil }
        guard case .object = value else { throw value.unexpected("an object").within(camel) }
        return value
    }

    /// Returns the message in a field whose name is one word.
    func message(_ name: String) throws(DumpError) -> JSONValue? { try message(name, name) }

    /// Returns the items of a list in a field, or none if it is absent.
    func items(_ camel: String, _ snake: String) throws(DumpError) -> [JSONValue] {
        guard let value = field(camel, snake) else { return [] }
        guard case .array(let items) = value else { throw value.unexpected("a list").within(camel) }
        return items
    }

    /// Returns the items of a list in a field whose name is one word.
    func items(_ name: String) throws(DumpError) -> [JSONValue] { try items(name, name) }

    /// Returns the text in a field, or an empty text if it is absent.
    func text(_ camel: String, _ snake: String) throws(DumpError) -> String {
        guard let value = field(camel, snake) else { return "" }
        guard case .string(let text) = value else { throw value.unexpected("a text").within(camel) }
        return text
    }

    /// Returns the text in a field whose name is one word.
    func text(_ name: String) throws(DumpError) -> String { try text(name, name) }

    /// Returns a whole number of 32 bits in a field, as a number or in a text, or `nil` if it is absent.
    func number(_ camel: String, _ snake: String) throws(DumpError) -> UInt32? {
        guard let value = field(camel, snake) else { return nil }
        let number: UInt32? =
            switch value {
            case .number(let number): number.integer()
            case .string(let text): UInt32(text)
            default: nil
            }
        guard let number else { throw value.unexpected("a whole number from 0 to \(UInt32.max)").within(camel) }
        return number
    }

    /// Returns the number in a field whose name is one word.
    func number(_ name: String) throws(DumpError) -> UInt32? { try number(name, name) }

    /// Returns the error for a value of the wrong type.
    func unexpected(_ expected: String) -> DumpError {
        DumpError(.type, "found \(kindName), expected \(expected)")
    }

    private var kindName: String {
        switch self {
        case .null: "null"
        case .bool(let truth): "\(truth)"
        case .number(let number): "the number \(number.description.prefix(40))"
        case .string(let text): "the text \"\(text.prefix(40))\""
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The value with the members of all objects sorted by the bytes of their names; of members with the same name the
    /// last is kept.
    var sorted: JSONValue {
        switch self {
        case .object(let members):
            var names: Set<String> = []
            let last = members.reversed().filter { names.insert($0.name).inserted }
            return .object(
                last.map { Member($0.name, $0.value.sorted) }
                    .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            )
        case .array(let items): return .array(items.map(\.sorted))
        default: return self
        }
    }
}
