internal import ArgumentParser
internal import TextFormats

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The arguments for human-readable text.
struct TextOutputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Colours: auto, always or never.", valueName: "when"))
    var color = ColorChoice.auto

    @Flag(name: .customLong("no-pager"), help: "Do not use EDS_TRANSLATOR_PAGER or PAGER for long text.")
    var noPager = false

    /// The style of text on standard output.
    var style: Style {
        Style(color, isTerminal: isatty(STDOUT_FILENO) == 1) { name in getenv(name).map { String(cString: $0) } }
    }

    /// Writes text with control characters escaped to standard output, through the user's pager if it is longer than the terminal.
    func show(_ text: String) {
        let text = PlainText.printableReport(text)
        if !noPager, let pager = Pager.current(for: text), pager.show(text) { return }
        print(text, terminator: "")
    }

    /// Writes lines.
    func show(_ lines: [String]) { show(lines.map { $0 + "\n" }.joined()) }
}
