internal import MeshModel
internal import TextFormats

/// The reader of a message's fields from an object of proto3 JSON (XP-R2, XP-R3).
///
/// A field may be named in snake case or in lower camel case, unknown members are ignored, `null` means absent, and a
/// number may be in a string. Texts have the limits of the binary form: no NUL, no more bytes than the limit (XP-H22).
struct JSONObjectReader {
    private let members: [JSONValue.Member]
    private let path: String
    private let limits: MessageLimits

    /// Makes a reader of an object.
    ///
    /// - Parameter path: the name of the object in errors; empty for the document itself.
    init(_ value: JSONValue, path: String, limits: MessageLimits) throws(MessageError) {
        guard case .object(let members) = value else {
            throw MessageError(
                code: .wrongType,
                message: "expected \(path.isEmpty ? "the document" : path) to be an object"
            )
        }
        self.members = members
        self.path = path
        self.limits = limits
    }

    /// Returns the value of a field, the last one if there are several; nil if it is absent or null.
    ///
    /// - Parameter name: the name in snake case.
    func value(_ name: String) -> JSONValue? {
        let camel = MessageJSON.camelCase(name)
        guard let value = members.last(where: { $0.name == name || $0.name == camel })?.value else { return nil }
        return value == .null ? nil : value
    }

    /// Returns a text; empty if absent.
    func text(_ name: String, limit: Int) throws(MessageError) -> String {
        guard let value = self.value(name) else { return "" }
        return try self.text(value, name, limit: limit)
    }

    /// Returns a human-readable text, up to its first NUL; empty if absent.
    func freeText(_ name: String) throws(MessageError) -> String {
        guard let value = self.value(name) else { return "" }
        guard case .string(let text) = value else { throw wrongType(name, "a string") }
        return String(decoding: text.utf8.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Returns a list of texts; empty if absent.
    func texts(_ name: String, limit: Int) throws(MessageError) -> [String] {
        guard let value = self.value(name) else { return [] }
        guard case .array(let elements) = value else { throw wrongType(name, "a list of strings") }
        var texts: [String] = []
        texts.reserveCapacity(elements.count)
        for element in elements {
            texts.append(try text(element, name, limit: limit))
        }
        return texts
    }

    /// Returns a map of texts; empty if absent.
    func textMap(_ name: String, limit: Int) throws(MessageError) -> [String: String] {
        guard let value = self.value(name) else { return [:] }
        guard case .object(let members) = value else { throw wrongType(name, "an object of strings") }
        var texts: [String: String] = [:]
        for member in members {
            let key = try text(.string(member.name), name, limit: limit)
            texts[key] = try text(member.value, "\(name)[\(key)]", limit: limit)
        }
        return texts
    }

    /// Returns an integer, given as a number or in a string; 0 if absent.
    func integer<Value: FixedWidthInteger>(_ name: String) throws(MessageError) -> Value {
        let integer: Value? =
            switch value(name) {
            case nil: 0
            case .number(let number): number.integer()
            case .string(let text): Value(text)
            default: nil
            }
        guard let integer else { throw wrongType(name, "an integer from \(Value.min) to \(Value.max)") }
        return integer
    }

    /// Returns a nested message; nil if absent.
    func object(_ name: String) throws(MessageError) -> JSONObjectReader? {
        guard let value = self.value(name) else { return nil }
        return try JSONObjectReader(value, path: self.path(to: name), limits: self.limits)
    }

    /// Returns a `google.protobuf.Struct`; empty if absent.
    func metadata(_ name: String) throws(MessageError) -> [String: MetadataValue] {
        guard let value = self.value(name) else { return [:] }
        var converter = MetadataConverter(limits: self.limits)
        guard case .object(let members) = value else { throw wrongType(name, "an object") }
        return try converter.object(members, depth: 1)
    }

    private func text(_ value: JSONValue, _ name: String, limit: Int) throws(MessageError) -> String {
        guard case .string(let text) = value else { throw wrongType(name, "a string") }
        guard text.utf8.count <= limit else {
            let message = "expected \(path(to: name)) to have at most \(limit) bytes, found \(text.utf8.count)"
            throw MessageError(code: .limitExceeded, message: message)
        }
        guard !text.utf8.contains(0) else {
            throw MessageError(code: .invalidText, message: "expected \(path(to: name)) to have no NUL")
        }
        return text
    }

    private func path(to name: String) -> String {
        self.path.isEmpty ? name : "\(self.path).\(name)"
    }

    private func wrongType(_ name: String, _ expected: String) -> MessageError {
        MessageError(code: .wrongType, message: "expected \(path(to: name)) to be \(expected)")
    }
}

/// The conversion of JSON to metadata, with the limits of the binary form (XP-L1, XP-N5).
private struct MetadataConverter {
    private let limits: MessageLimits
    private var budget: Int

    init(limits: MessageLimits) {
        self.limits = limits
        budget = limits.metadataValues
    }

    mutating func object(_ members: [JSONValue.Member], depth: Int) throws(MessageError) -> [String: MetadataValue] {
        var object: [String: MetadataValue] = [:]
        for member in members {
            guard member.name.utf8.count <= limits.nameBytes else {
                let message = "expected names of at most \(limits.nameBytes) bytes in metadata"
                throw MessageError(code: .limitExceeded, message: message)
            }
            object[try clean(member.name)] = try value(member.value, depth: depth)
        }
        return object
    }

    private mutating func value(_ value: JSONValue, depth: Int) throws(MessageError) -> MetadataValue {
        guard depth <= limits.metadataDepth else {
            let message = "expected metadata nested at most \(limits.metadataDepth) deep"
            throw MessageError(code: .limitExceeded, message: message)
        }
        guard budget > 0 else {
            let message = "expected at most \(limits.metadataValues) values in metadata"
            throw MessageError(code: .limitExceeded, message: message)
        }
        budget -= 1
        switch value {
        case .null: return .null
        case .bool(let truth): return .bool(truth)
        case .number(let number): return .number(number.double)
        case .string(let text): return .string(try clean(text))
        case .object(let members): return .object(try object(members, depth: depth + 1))
        case .array(let elements):
            var list: [MetadataValue] = []
            list.reserveCapacity(elements.count)
            for element in elements {
                list.append(try self.value(element, depth: depth + 1))
            }
            return .list(list)
        }
    }

    private func clean(_ text: String) throws(MessageError) -> String {
        guard !text.utf8.contains(0) else {
            throw MessageError(code: .invalidText, message: "expected metadata without NUL")
        }
        return text
    }
}
