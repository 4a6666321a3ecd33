/// The escaping of text for XML 1.0; characters that XML does not permit (section 2.2), and other controls, become
/// U+FFFD.
package enum XMLText {
    /// Returns text between tags, with its lines.
    package static func content(_ text: String) -> String { escaped(text, keepsLines: true) }

    /// Returns the value of an attribute in double quotes, with line breaks and tabs escaped, which a reader would
    /// replace by spaces.
    package static func attribute(_ text: String) -> String { escaped(text, keepsLines: false) }

    private static func escaped(_ text: String, keepsLines: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t":
                if keepsLines { result.unicodeScalars.append(scalar) } else { result += "&#\(scalar.value);" }
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
