#if canImport(Glibc)
    // `environ` is a variable of C: nobody writes it here.
    @preconcurrency internal import Glibc
#elseif canImport(Musl)
    @preconcurrency internal import Musl
#elseif canImport(Darwin)
    @preconcurrency internal import Darwin
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
        var pipes: [Int32] = [0, 0]
        guard pipe(&pipes) == 0 else { return false }
        // Only the pager has the other end: it sees the end of the text.
        _ = fcntl(pipes[1], F_SETFD, FD_CLOEXEC)
        // A pager that is left early is no failure.
        signal(SIGPIPE, SIG_IGN)
        // The pager is interrupted by the keyboard, not the one that feeds it.
        signal(SIGINT, SIG_IGN)
        guard let process = spawn(reading: pipes[0]) else {
            close(pipes[0])
            close(pipes[1])
            return false
        }
        close(pipes[0])
        Self.write(Array(text.utf8), to: pipes[1])
        close(pipes[1])
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        // The shell's way to say that there is no such program.
        return (status >> 8) & 0xFF != 127
    }

    private func spawn(reading descriptor: Int32) -> pid_t? {
        var attributes = posix_spawnattr_t()
        var actions = posix_spawn_file_actions_t()
        posix_spawnattr_init(&attributes)
        posix_spawn_file_actions_init(&actions)
        defer {
            posix_spawnattr_destroy(&attributes)
            posix_spawn_file_actions_destroy(&actions)
        }
        posix_spawn_file_actions_adddup2(&actions, descriptor, STDIN_FILENO)
        if descriptor != STDIN_FILENO { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGINT)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        // As git does: colours are shown, and what fits is left on the screen.
        let script = "LESS=${LESS-FRX}; export LESS\n\(command)"
        let words: [String] = ["sh", "-c", script]
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, environ)
        return status == 0 ? process : nil
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { put(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            offset += count
        }
    }

    private static func put(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
