import Foundation

/// A Markdown file whose blocks ```` ```console ```` show commands and what they print.
///
/// A line that begins with `$ ` is a command, what follows until the next one is its output and then its errors; a status other
/// than 0 stands at the end as `(exit status N)`.
struct Transcript {
    /// One command and what it is to print.
    struct Exchange: Equatable {
        let command: String
        var output: [String]
    }

    /// A stretch of lines that is text, or one block of exchanges.
    enum Part: Equatable {
        case text([String])
        case console([Exchange])
    }

    private(set) var parts: [Part] = []

    init(_ markdown: String) {
        var text: [String] = []
        var block: [String]?
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if let lines = block {
                if line == "```" {
                    parts.append(.console(Self.exchanges(lines)))
                    block = nil
                    text.append(line)
                } else {
                    block = lines + [line]
                }
            } else {
                text.append(line)
                guard line == "```console" else { continue }
                parts.append(.text(text))
                text = []
                block = []
            }
        }
        parts.append(.text(text))
    }

    private static func exchanges(_ lines: [String]) -> [Exchange] {
        var exchanges: [Exchange] = []
        for line in lines {
            if line.hasPrefix("$ ") {
                exchanges.append(Exchange(command: String(line.dropFirst(2)), output: []))
            } else if !exchanges.isEmpty {
                exchanges[exchanges.count - 1].output.append(line)
            }
        }
        return exchanges
    }

    /// All commands with what they are to print, in order.
    var exchanges: [Exchange] {
        parts.flatMap { part -> [Exchange] in
            guard case .console(let exchanges) = part else { return [] }
            return exchanges
        }
    }

    /// The same file with other outputs, one an exchange, in order.
    func text(with outputs: [[String]]) -> String {
        var outputs = outputs[...]
        let lines = parts.flatMap { part -> [String] in
            switch part {
            case .text(let lines): lines
            case .console(let exchanges): exchanges.flatMap { ["$ " + $0.command] + (outputs.popFirst() ?? []) }
            }
        }
        return lines.joined(separator: "\n")
    }
}
