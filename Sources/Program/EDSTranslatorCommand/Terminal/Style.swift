internal import ArgumentParser

/// The use of colours.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    /// On a terminal with colours, unless the environment disables them.
    case auto
    case always
    case never
}

/// The highlighting of human-readable text: colours, or none, which leaves every byte unchanged.
struct Style: Sendable {
    /// The role of a part of the text.
    enum Role: String {
        /// A positive verdict; an endpoint that is sent.
        case good = "32"
        /// A negative verdict; an endpoint that is not sent.
        case bad = "31"
        /// A notable or changed item.
        case notable = "33"
        /// A heading.
        case title = "1"
        /// Provenance and less important parts.
        case faint = "2"
    }

    /// A Boolean value that indicates whether text is coloured.
    let isColoured: Bool

    /// The style without colours.
    static let plain = Style(isColoured: false)

    init(isColoured: Bool) { self.isColoured = isColoured }

    /// Selects a style by https://no-color.org: the option overrides the environment.
    ///
    /// - Parameters:
    ///   - choice: the value of the option.
    ///   - isTerminal: a Boolean value that indicates whether the text goes to a terminal.
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

    /// Returns the text in the colour of its role.
    func callAsFunction(_ role: Role, _ text: String) -> String {
        guard isColoured, !text.isEmpty else { return text }
        // Leading blanks are not coloured, so that pagers and copied lines show them unchanged.
        let indentation = text.prefix { $0 == " " }
        let rest = text.dropFirst(indentation.count)
        return rest.isEmpty ? text : "\(indentation)\u{1B}[\(role.rawValue)m\(rest)\u{1B}[0m"
    }

    /// Returns the lines of a table with a highlighted header.
    func table(_ lines: [String]) -> [String] {
        guard isColoured, let header = lines.first else { return lines }
        return [self(.faint, header)] + lines.dropFirst()
    }
}
