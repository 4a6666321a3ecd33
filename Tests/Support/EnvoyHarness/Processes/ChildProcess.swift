import Foundation

/// A child process with captured output.
///
/// It has no input, default signal handling and no descriptors except its output. It is killed at the latest when this
/// program ends.
public final class ChildProcess: Sendable {
    /// The way in which a process ended.
    public enum Exit: Hashable, Sendable {
        /// The process exited with this status.
        case status(Int)
        /// The process was ended by this signal.
        case signal(Int)
    }

    /// The process id.
    public let id: Int32

    /// The output, standard output and standard error together.
    public let output: OutputLog

    private let exited = OneTimeEvent<Exit>()
    private let name: String

    /// Starts a program.
    ///
    /// `executable` is a path, or a name to be searched in `PATH`; `environment` is merged into this program's own.
    /// Throws ``HarnessError`` with code `spawnFailed` if the operating system cannot start it.
    public init(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) throws {
        name = URL(fileURLWithPath: executable).lastPathComponent
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw HarnessError(.systemCallFailed, "pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (reading, writing) = (ends[0], ends[1])
        defer { close(writing) }
        let variables = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        do {
            id = try CleanUpRegistry.shared.startProcess {
                try Spawn.start(executable, arguments, variables, output: writing)
            }
        } catch {
            close(reading)
            throw error
        }
        output = OutputLog(reading: reading)
        let (id, exited) = (id, exited)
        Thread.detachNewThread { exited.happen(Self.awaitExit(of: id)) }
    }

    /// A Boolean value that indicates whether the process is running.
    public var isRunning: Bool { !exited.hasHappened }

    /// Sends a signal; no effect if the process has ended.
    public func send(signal number: Int32) {
        CleanUpRegistry.shared.signal(id, number)
    }

    /// Waits for the end; nil after the timeout.
    public func exit(within limit: Duration) async -> Exit? {
        await exited.value(within: limit)
    }

    /// Ends the process with SIGTERM, or with SIGKILL after the timeout, and waits until it has ended.
    @discardableResult
    public func stop(grace: Duration = .seconds(5)) async -> Exit {
        send(signal: SIGTERM)
        if let exit = await exit(within: grace) { return exit }
        while true {
            send(signal: SIGKILL)
            if let exit = await exit(within: .seconds(1)) { return exit }
        }
    }

    /// Waits for the first line since the start that satisfies the condition.
    ///
    /// Throws ``HarnessError``: `exitedEarly` if the output ended before, `timedOut` after the timeout; the message
    /// contains the last lines of the output.
    public func line(
        _ expectation: String,
        within limit: Duration = .seconds(60),
        where condition: @escaping @Sendable (String) -> Bool
    ) async throws -> String {
        switch await output.line(within: limit, where: condition) {
        case .line(let line): return line
        case .end: throw HarnessError(.exitedEarly, "\(name) ended before \(expectation):\n\(output.tail())")
        case .none: throw HarnessError(.timedOut, "\(name): \(expectation) not within \(limit):\n\(output.tail())")
        }
    }

    // The registry reaps the process in the same step in which it forgets its id.
    private static func awaitExit(of id: Int32) -> Exit {
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) == -1 && errno == EINTR {}
        let status = CleanUpRegistry.shared.reap(id)
        let signal = status & 0x7f
        return signal == 0 ? .status(Int((status >> 8) & 0xff)) : .signal(Int(signal))
    }
}
