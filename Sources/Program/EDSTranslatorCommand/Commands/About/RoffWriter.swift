/// Writes a manual page in the macros of man(7).
struct RoffWriter {
    private(set) var text = ""

    /// Writes a request with quoted arguments.
    mutating func request(_ name: String, _ arguments: String...) {
        let quoted = arguments.map { argument in
            // A quote inside of quotes is written twice.
            "\""
                + Self.escaped(argument).split(separator: "\"", omittingEmptySubsequences: false).joined(
                    separator: "\"\""
                )
                + "\""
        }
        text += ([".\(name)"] + quoted).joined(separator: " ") + "\n"
    }

    /// Writes text that is filled.
    mutating func paragraph(_ paragraph: String) { text += Self.line(Self.escaped(paragraph)) + "\n" }

    /// Writes an entry with a tag in bold, and its description.
    mutating func entry(_ tag: String, _ body: String) {
        text += ".TP\n\\fB\(Self.escaped(tag))\\fR\n"
        paragraph(body)
    }

    /// Writes an entry for an option: its names in bold, its value in italics.
    mutating func option(_ names: String, value: String?, _ body: String) {
        text += ".TP\n\\fB\(Self.escaped(names))\\fR" + (value.map { " \\fI\(Self.escaped($0))\\fR" } ?? "") + "\n"
        paragraph(body)
    }

    /// Writes lines without filling.
    mutating func literal(_ lines: [String]) {
        text += ".PP\n.nf\n.RS 4\n"
        for line in lines { text += Self.line(Self.escaped(line)) + "\n" }
        text += ".RE\n.fi\n"
    }

    /// Escapes a dot or a quote at the beginning of a line, which would be a request.
    private static func line(_ text: String) -> String {
        text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            // A plain minus would be printed as a hyphen, which cannot be copied into a shell.
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            default: result.append(character)
            }
        }
        return result
    }
}
