#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The user's pager for long text.
struct Pager {
    /// The shell command.
    let command: String

    /// Returns the pager for a text on standard output, or `nil` if that is no terminal, if the text fits, or if paging
    /// is disabled.
    static func current(for text: String) -> Pager? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return Pager(text: text, rows: Int(size.ws_row), columns: Int(size.ws_col)) { name in
            getenv(name).map { String(cString: $0) }
        }
    }

    /// - Parameters:
    ///   - text: the text to show.
    ///   - rows: the rows of the terminal; 0 if unknown.
    ///   - columns: the columns of the terminal; 0 if unknown.
    ///   - environment: the value of an environment variable.
    init?(text: String, rows: Int, columns: Int, environment: (String) -> String?) {
        guard let command = environment("EDS_TRANSLATOR_PAGER") ?? environment("PAGER") else { return nil }
        guard !command.isEmpty, command != "cat", rows > 0 else { return nil }
        guard Self.isLonger(text, rows: rows, columns: columns) else { return nil }
        self.command = command
    }

    /// Returns a Boolean value that indicates whether the text scrolls: long lines take several rows, and the prompt
    /// takes one.
    private static func isLonger(_ text: String, rows: Int, columns: Int) -> Bool {
        var taken = 1
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            taken += columns > 0 ? max(1, (line.count + columns - 1) / columns) : 1
            if taken > rows { return true }
        }
        return false
    }

    /// Shows the text and waits until the user quits the pager.
    ///
    /// - Returns: `false` if the pager could not be started and the text is still to be written.
    func show(_ text: String) -> Bool {
        fflush(nil)
        // Quitting the pager early is no error, and keyboard interrupts are for the pager.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        // As git does: colours are shown, and text that fits stays on the screen.
        guard let pager = popen("LESS=${LESS-FRX}; export LESS\n\(command)", "w") else { return false }
        _ = Array(text.utf8).withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, pager) }
        let status = pclose(pager)
        // The shell's status for an unknown program.
        return (status >> 8) & 0xFF != 127
    }
}
