/// Texts from outside that are made safe to show: what would steer a terminal or forge a line becomes a visible number.
public enum PlainText {
    /// Escapes all control and bidirectional formatting characters, line breaks included.
    public static func printable(_ text: String) -> String { escaped(text) { _ in false } }

    /// Escapes all but what ``printable(_:)`` would keep within a limit.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - length: the number of characters after which the text is cut, with the number of those left out.
    public static func printable(_ text: String, atMost length: Int) -> String {
        guard text.utf8.count > length else { return printable(text) }
        let kept = text.prefix(length)
        let left = text.count - kept.count
        return printable(String(kept)) + (left > 0 ? "... (\(left) more)" : "")
    }

    /// Escapes control characters in the lines of a report, and keeps line breaks, tabs and sequences that select
    /// colours.
    public static func printableReport(_ text: String) -> String {
        // Nearly every report has line breaks and nothing else to look at.
        guard text.unicodeScalars.contains(where: { isUnsafe($0) && $0 != "\n" && $0 != "\t" }) else { return text }
        let scalars = Array(text.unicodeScalars)
        var styleEnd = 0
        return escaped(text) { index in
            if index < styleEnd || scalars[index] == "\n" || scalars[index] == "\t" { return true }
            guard let end = endOfStyle(scalars, from: index) else { return false }
            styleEnd = end
            return true
        }
    }

    /// Returns the index after a sequence that selects colours (ECMA-48, SGR), or `nil` if none begins here.
    private static func endOfStyle(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
        guard scalars[start].value == 0x1B, start + 1 < scalars.count, scalars[start + 1] == "[" else { return nil }
        var index = start + 2
        while index < scalars.count, index < start + 16 {
            switch scalars[index] {
            case "0"..."9", ";": index += 1
            case "m": return index + 1
            default: return nil
            }
        }
        return nil
    }

    private static func escaped(_ text: String, _ isKept: (Int) -> Bool) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if isUnsafe(scalar), !isKept(index) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
