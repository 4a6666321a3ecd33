#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The program with which the user reads long text.
struct Pager {
    /// A command for the shell.
    let command: String

    /// The one for some text on standard output; nil if that is no terminal, if the text fits, or if the user wants none.
    static func current(for text: String) -> Pager? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return Pager(text: text, rows: Int(size.ws_row), columns: Int(size.ws_col)) { name in
            getenv(name).map { String(cString: $0) }
        }
    }

    /// - Parameters:
    ///   - text: what is to be shown.
    ///   - rows: of the terminal; 0 if nobody knows.
    ///   - columns: of the terminal; 0 if nobody knows.
    ///   - environment: the value of an environment variable.
    init?(text: String, rows: Int, columns: Int, environment: (String) -> String?) {
        guard let command = environment("EDS_TRANSLATOR_PAGER") ?? environment("PAGER") else { return nil }
        guard !command.isEmpty, command != "cat", rows > 0 else { return nil }
        guard Self.isLonger(text, rows: rows, columns: columns) else { return nil }
        self.command = command
    }

    /// Whether text scrolls: long lines take several rows, and the prompt takes one.
    private static func isLonger(_ text: String, rows: Int, columns: Int) -> Bool {
        var taken = 1
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            taken += columns > 0 ? max(1, (line.count + columns - 1) / columns) : 1
            if taken > rows { return true }
        }
        return false
    }

    /// Shows the text and waits until the user has read it.
    ///
    /// - Returns: whether the pager was started; the text is still to be written if not.
    func show(_ text: String) -> Bool {
        fflush(nil)
        // A pager that is left early is no failure, and it is interrupted by the keyboard, not the one that feeds it.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        // As git does: colours are shown, and what fits is left on the screen.
        guard let pager = popen("LESS=${LESS-FRX}; export LESS\n\(command)", "w") else { return false }
        _ = Array(text.utf8).withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, pager) }
        let status = pclose(pager)
        // The shell's way to say that there is no such program.
        return (status >> 8) & 0xFF != 127
    }
}
