/// The writer of YAML text in block style, with one form for each document, so that outputs can be compared.
///
/// Lists are not indented below their name, as in `kubectl`. A text is quoted if any reader of YAML 1.1 or 1.2 could
/// interpret it differently.
struct YAMLWriter {
    private static let reserved: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]

    private(set) var output = ""

    init() {}

    mutating func write(document value: JSONValue) {
        self.write(value, indentation: 0, inline: false)
    }

    /// Writes a value, from the current column to the end of its last line.
    ///
    /// - Parameter inline: true if the first line has been begun, with its indentation.
    private mutating func write(_ value: JSONValue, indentation: Int, inline: Bool) {
        switch value {
        case .object(let members) where !members.isEmpty:
            for (index, member) in members.enumerated() {
                if index > 0 || !inline { indent(indentation) }
                output += Self.scalar(member.name) + ":"
                self.write(memberValue: member.value, indentation: indentation)
            }
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                if index > 0 || !inline { indent(indentation) }
                output += "- "
                self.write(element, indentation: indentation + 2, inline: true)
            }
        default:
            output += Self.leaf(value) + "\n"
        }
    }

    private mutating func write(memberValue value: JSONValue, indentation: Int) {
        switch value {
        case .object(let members) where !members.isEmpty:
            output += "\n"
            self.write(value, indentation: indentation + 2, inline: false)
        case .array(let elements) where !elements.isEmpty:
            output += "\n"
            self.write(value, indentation: indentation, inline: false)
        default:
            output += " " + Self.leaf(value) + "\n"
        }
    }

    private mutating func indent(_ count: Int) {
        output += String(repeating: " ", count: count)
    }

    private static func leaf(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let truth): truth ? "true" : "false"
        case .number(let number): number.description
        case .string(let text): scalar(text)
        case .array: "[]"
        case .object: "{}"
        }
    }

    private static func scalar(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        if isIPv4(text) { return true }
        guard first.isLetter || first == UInt8(ascii: "_") || first == UInt8(ascii: "/") else { return false }
        guard text.utf8.last != UInt8(ascii: ":") else { return false }
        return text.utf8.allSatisfy(\.isPlainInYAML) && !reserved.contains(text.lowercased())
    }

    private static func isIPv4(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7f}"..<"\u{a0}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{fffe}", "\u{ffff}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default:
                quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool {
        self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")
    }

    fileprivate var isLetter: Bool {
        let lowered = self | 0x20
        return lowered >= UInt8(ascii: "a") && lowered <= UInt8(ascii: "z")
    }

    /// A Boolean value that indicates whether the byte may be in an unquoted text; no space, so that a colon or a hash
    /// cannot be taken for syntax.
    fileprivate var isPlainInYAML: Bool {
        switch self {
        case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "|"),
            UInt8(ascii: "~"), UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: ":"),
            UInt8(ascii: ";"):
            true
        default:
            isDigit || isLetter
        }
    }
}
