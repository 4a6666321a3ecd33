internal import TextFormats

/// The manual page of all commands, generated from the argument parser's description.
struct ManualPage {
    /// The output of `--experimental-dump-help`.
    let help: JSONValue

    /// The page in roff, the same for the same commands.
    var text: String {
        var page = RoffWriter()
        let root = help["command"] ?? .null
        let commands = Self.commands(below: root)
        page.request("TH", "EDS-TRANSLATOR", "1", "", "eds-translator \(Version.number)", "User Commands")
        page.request("SH", "NAME")
        page.paragraph("eds-translator - xDS control plane that serves each Envoy its own endpoints")
        page.request("SH", "SYNOPSIS")
        for (name, command) in commands {
            page.request("B", "eds-translator \(name)")
            page.paragraph(Self.synopsis(command))
            page.request("br")
        }
        page.request("SH", "DESCRIPTION")
        let (description, examples) = Self.parts(root["discussion"]?.text ?? "")
        Self.append(description, to: &page)
        page.request("SH", "COMMANDS")
        for (name, command) in commands { Self.append(name, command, to: &page) }
        ManualTopics.append(to: &page)
        page.request("SH", "EXAMPLES")
        page.literal(examples)
        page.request("SH", "SEE ALSO")
        page.paragraph("systemd(1), kubectl(1), https://www.envoyproxy.io/docs")
        return page.text
    }

    // MARK: Commands

    /// Returns all executable commands with their names, in the order of the help.
    private static func commands(below command: JSONValue) -> [(name: String, command: JSONValue)] {
        command["subcommands"]?.list.flatMap { one -> [(name: String, command: JSONValue)] in
            let name = one["commandName"]?.text ?? ""
            // The generated help command is left out.
            guard name != "help", one["shouldDisplay"] != .bool(false) else { return [] }
            return [(name, one)] + commands(below: one).map { ("\(name) \($0.name)", $0.command) }
        } ?? []
    }

    private static func arguments(_ command: JSONValue) -> [JSONValue] {
        (command["arguments"]?.list ?? []).filter { argument in
            let name = argument["preferredName"]?["name"]?.text
            return argument["shouldDisplay"] != .bool(false) && name != "help" && name != "version"
        }
    }

    private static func synopsis(_ command: JSONValue) -> String {
        let arguments = arguments(command)
        let words = arguments.filter { $0["kind"]?.text == "positional" }.map { argument in
            let word =
                (argument["valueName"]?.text ?? "").uppercased() + (argument["isRepeating"] == .bool(true) ? "..." : "")
            return argument["isOptional"] == .bool(true) ? "[\(word)]" : word
        }
        let hasOptions = arguments.contains { $0["kind"]?.text != "positional" }
        let isGroup = !(command["subcommands"]?.list.isEmpty ?? true)
        return (words + (hasOptions ? ["[OPTIONS]"] : []) + (isGroup ? ["COMMAND"] : [])).joined(separator: " ")
    }

    private static func append(_ name: String, _ command: JSONValue, to page: inout RoffWriter) {
        page.request("SS", "eds-translator \(name)")
        page.paragraph(command["abstract"]?.text ?? "")
        let (description, examples) = parts(command["discussion"]?.text ?? "")
        if !description.isEmpty {
            page.request("PP")
            append(description, to: &page)
        }
        for argument in arguments(command) { append(argument, to: &page) }
        if !examples.isEmpty {
            page.request("PP")
            page.paragraph("Examples:")
            page.literal(examples)
        }
    }

    private static func append(_ argument: JSONValue, to page: inout RoffWriter) {
        let names = (argument["names"]?.list ?? []).map { name in
            let isShort = name["kind"]?.text == "short"
            return (isShort ? "-" : "--") + (name["name"]?.text ?? "")
        }.joined(separator: ", ")
        let value = argument["valueName"]?.text ?? ""
        var body = argument["abstract"]?.text ?? ""
        if let more = argument["discussion"]?.text, !more.isEmpty { body += " \(more)" }
        let values = argument["allValues"]?.list.compactMap(\.text) ?? []
        if !values.isEmpty { body += " One of: \(values.joined(separator: ", "))." }
        if let given = argument["defaultValue"]?.text, argument["kind"]?.text != "flag" {
            body += " Default: \(given)."
        }
        switch argument["kind"]?.text {
        case "positional": page.entry(value.uppercased(), body)
        case "option": page.option(names, value: value, body)
        default: page.option(names, value: nil, body)
        }
    }

    // MARK: Prose

    /// Returns the examples of a discussion separately from the rest.
    private static func parts(_ discussion: String) -> (description: [String], examples: [String]) {
        let lines = discussion.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(of: "EXAMPLES:") else { return (lines, []) }
        let examples = lines[(start + 1)...].map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : $0 }
        return (Array(lines[..<start]), Array(examples))
    }

    /// Appends paragraphs, with lists of indented lines among them.
    private static func append(_ lines: [String], to page: inout RoffWriter) {
        var list: [String] = []
        for line in lines + [""] {
            if line.hasPrefix("  ") {
                list.append(String(line.dropFirst(2)))
                continue
            }
            if !list.isEmpty { page.literal(list) }
            list = []
            if !line.isEmpty {
                page.request("PP")
                page.paragraph(line)
            }
        }
    }
}

extension JSONValue {
    /// The text, or `nil` for any other value.
    fileprivate var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The elements, or none for any other value.
    fileprivate var list: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}
