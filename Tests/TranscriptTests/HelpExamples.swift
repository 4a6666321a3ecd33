import Foundation

/// The examples in the help of every command.
struct HelpExamples {
    /// The words that name the command, such as `golden record`; empty for the program itself.
    let command: String
    /// Each as a line for a shell.
    let lines: [String]

    /// Of all commands.
    ///
    /// - Parameter help: what `--experimental-dump-help` prints.
    static func all(in help: Data) throws -> [HelpExamples] {
        let document = try JSONSerialization.jsonObject(with: help) as? [String: Any]
        guard let root = document?["command"] as? [String: Any] else { return [] }
        return below(root, called: [])
    }

    private static func below(_ command: [String: Any], called names: [String]) -> [HelpExamples] {
        let own = HelpExamples(
            command: names.joined(separator: " "),
            lines: lines(in: command["discussion"] as? String ?? "")
        )
        let others = (command["subcommands"] as? [[String: Any]] ?? []).flatMap { other -> [HelpExamples] in
            let name = other["commandName"] as? String ?? ""
            return name == "help" ? [] : below(other, called: names + [name])
        }
        return [own] + others
    }

    /// The lines below `EXAMPLES:`; those that end with a backslash go on in the next one.
    private static func lines(in discussion: String) -> [String] {
        guard let section = discussion.components(separatedBy: "EXAMPLES:\n").dropFirst().first else { return [] }
        let joined = section.replacingOccurrences(of: "\\\n", with: " ")
        return joined.split(separator: "\n").map { line in
            var words = line.trimmingCharacters(in: .whitespaces)
            // What stands far to the right says what the command does.
            if let remark = words.range(of: "   +(?=[a-z])", options: .regularExpression),
                !words[..<remark.lowerBound].hasSuffix("\\")
            {
                words = String(words[..<remark.lowerBound])
            }
            return words
        }
    }
}
