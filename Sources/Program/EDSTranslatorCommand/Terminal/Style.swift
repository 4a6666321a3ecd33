internal import ArgumentParser

/// When text is coloured.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    /// On a terminal that can, unless the user's environment says no.
    case auto
    case always
    case never
}

/// How parts of text for people are set off: in colours, or not at all, which leaves every byte as it is.
struct Style: Sendable {
    /// What a part of the text is.
    enum Role: String {
        /// A verdict that all is well; what is sent.
        case good = "32"
        /// A verdict that something is wrong; what is not sent.
        case bad = "31"
        /// What to look at; what has changed.
        case notable = "33"
        /// Names under which something stands.
        case title = "1"
        /// Where something comes from, and what counts less.
        case faint = "2"
    }

    /// Whether anything is set off.
    let isColoured: Bool

    /// Text as it is.
    static let plain = Style(isColoured: false)

    init(isColoured: Bool) { self.isColoured = isColoured }

    /// Decides, by https://no-color.org: what the user says now goes before what the environment says.
    ///
    /// - Parameters:
    ///   - choice: what the user says.
    ///   - isTerminal: whether the text goes to a terminal.
    ///   - environment: the value of an environment variable.
    init(_ choice: ColorChoice, isTerminal: Bool, environment: (String) -> String?) {
        switch choice {
        case .always: isColoured = true
        case .never: isColoured = false
        case .auto:
            let isUnwanted = environment("NO_COLOR").map { !$0.isEmpty } ?? false
            isColoured = isTerminal && !isUnwanted && environment("TERM") != "dumb"
        }
    }

    /// The text, set off as what it is.
    func callAsFunction(_ role: Role, _ text: String) -> String {
        guard isColoured, !text.isEmpty else { return text }
        // Blanks at the beginning stay outside: pagers and people who copy lines see them as they are.
        let indentation = text.prefix { $0 == " " }
        let rest = text.dropFirst(indentation.count)
        return rest.isEmpty ? text : "\(indentation)\u{1B}[\(role.rawValue)m\(rest)\u{1B}[0m"
    }

    /// Lines of a table, of which the first one is its header.
    func table(_ lines: [String]) -> [String] {
        guard isColoured, let header = lines.first else { return lines }
        return [self(.faint, header)] + lines.dropFirst()
    }
}
