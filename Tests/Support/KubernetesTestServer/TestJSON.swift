package import MeshSources

/// A JSON value whose members keep their order, written as a Swift literal.
public enum TestJSON: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number in its source form.
    case number(String)
    /// A string.
    case string(String)
    /// An array.
    case array([TestJSON])
    /// An object.
    case object([Member])

    /// A member of an object.
    public struct Member: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: TestJSON

        /// Makes a member.
        public init(_ name: String, _ value: TestJSON) {
            self.name = name
            self.value = value
        }
    }

    /// The value of a member; nil removes it.
    public subscript(name: String) -> TestJSON? {
        get {
            guard case .object(let members) = self else { return nil }
            return members.first { $0.name == name }?.value
        }
        set {
            guard case .object(var members) = self else { return }
            let place = members.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append(Member(name, value))
            case (nil, nil): break
            }
            self = .object(members)
        }
    }

    /// The string, if the value is one.
    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value on one line.
    public var line: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text): Self.quoted(text)
        case .array(let items): "[\(items.map(\.line).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\(Self.quoted($0.name)):\($0.value.line)" }.joined(separator: ","))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension TestJSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Returns a string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Returns an integer.
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    /// Returns a Boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Returns an array.
    public init(arrayLiteral elements: TestJSON...) { self = .array(elements) }
    /// Returns an object.
    public init(dictionaryLiteral elements: (String, TestJSON)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}

extension TestJSON {
    /// Returns a value of a manifest.
    package init(_ value: ManifestValue) throws {
        if value.isNull {
            self = .null
        } else if value.isList {
            self = .array(try value.list().map { try TestJSON($0) })
        } else if !value.isScalar {
            self = .object(try value.mapping().entries.map { Member($0.key, try TestJSON($0.value)) })
        } else if let text = try? value.string() {
            self = .string(text)
        } else if let truth = try? value.boolean() {
            self = .bool(truth)
        } else {
            self = .number(value.rawText)
        }
    }
}
