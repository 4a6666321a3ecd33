#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A server of this executable, started as a child process on a free port.
public struct ServerProcess: Sendable {
    /// The process.
    public let processID: Int32
    /// The port on 127.0.0.1.
    public let port: Int

    /// Starts a server and waits until it listens.
    ///
    /// - Parameters:
    ///   - executable: the path of the program.
    ///   - arguments: its arguments without the program's name.
    ///   - logPath: the file for its output.
    ///   - timeout: the longest wait, in nanoseconds.
    /// - Throws: ``LoadError`` with code `server`, with the end of its output.
    public init(
        executable: String,
        arguments: [String],
        logPath: String,
        timeout: Int64 = 60_000_000_000
    ) async throws(LoadError) {
        processID = try Self.spawn(executable, arguments, logPath)
        let deadline = RunClock.now + timeout
        while RunClock.now < deadline, !Task.isCancelled {
            if let port = Self.port(in: Self.contents(of: logPath)) {
                self.port = port
                return
            }
            if Self.hasEnded(processID) { break }
            try? await Task.sleep(for: .milliseconds(20))
        }
        kill(processID, SIGKILL)
        _ = waitpid(processID, nil, 0)
        let end = String(decoding: Self.contents(of: logPath).utf8.suffix(1_000), as: UTF8.self)
        throw LoadError(.server, "the server did not start to listen:\n\(end)")
    }

    /// Makes the server read its directory again.
    public func reload() { kill(processID, SIGHUP) }

    /// Stops the server: gracefully, or at once after five seconds.
    public func stop() async {
        kill(processID, SIGTERM)
        let deadline = RunClock.now + 5_000_000_000
        while RunClock.now < deadline {
            if Self.hasEnded(processID) { return }
            // The child must be waited for even after cancellation.
            await Task.detached { try? await Task.sleep(for: .milliseconds(20)) }.value
        }
        kill(processID, SIGKILL)
        _ = waitpid(processID, nil, 0)
    }

    /// Returns the port of a line such as `listening on 127.0.0.1:18000`.
    static func port(in log: String) -> Int? {
        for line in log.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        where line.hasPrefix("listening on ") {
            return line.split(separator: ":").last.flatMap { Int($0) }
        }
        return nil
    }

    /// Reaps the process if it has ended, and returns a Boolean value that indicates that.
    private static func hasEnded(_ processID: Int32) -> Bool { waitpid(processID, nil, WNOHANG) != 0 }

    private static func contents(of path: String) -> String {
        guard let file = fopen(path, "rbe") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private static func spawn(
        _ executable: String,
        _ arguments: [String],
        _ logPath: String
    ) throws(LoadError) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, logPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A separate process group: an interrupt from the keyboard ends the run, and the run ends the server.
        posix_spawnattr_setpgroup(&attributes, 0)
        // A child would inherit the ignored and blocked signals of this program.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGHUP, SIGINT, SIGTERM] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
        argv.append(nil)
        defer { for argument in argv { free(argument) } }
        var processID: pid_t = 0
        let code = posix_spawn(&processID, executable, &actions, &attributes, argv, environ)
        guard code == 0 else {
            throw LoadError(.server, "cannot start \(executable): \(String(cString: strerror(code)))")
        }
        return processID
    }
}
