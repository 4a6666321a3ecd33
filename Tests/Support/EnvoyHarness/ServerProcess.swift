import Foundation

/// The `eds-translator` program, run as a server.
public final class ServerProcess: Sendable {
    /// The process; its ``ChildProcess/output`` is all that the server has said.
    public let process: ChildProcess

    /// The line with which it said that it is ready.
    public let announcement: String

    /// Starts the program and waits until it announces itself.
    ///
    /// - Parameters:
    ///   - arguments: its arguments, such as `["serve", "mesh", "--listen", "127.0.0.1:0"]`.
    ///   - executable: the program; nil for the one that ``BuiltProduct/server()`` finds.
    ///   - environment: laid over this program's own.
    ///   - announcement: a part of the line to wait for, on standard output or standard error.
    ///   - limit: how long to wait for it.
    /// - Throws: ``HarnessError``: `missingTool`, `exitedEarly` or `timedOut` with the last lines of its output.
    public init(
        _ arguments: [String],
        executable: String? = nil,
        environment: [String: String] = [:],
        announcing announcement: String = "listening on ",
        within limit: Duration = .seconds(60)
    ) async throws {
        let program = try executable ?? BuiltProduct.server()
        let process = try ChildProcess(program, arguments, environment: environment)
        do {
            self.announcement = try await process.line("saying \"\(announcement)\"", within: limit) {
                $0.contains(announcement)
            }
        } catch {
            await process.stop()
            throw error
        }
        self.process = process
    }

    /// Where it listens: the first `address:port` in the announcement.
    ///
    /// Throws ``HarnessError`` with code `unexpectedAnswer` if there is none.
    public func socket() throws -> NetworkEndpoint { try Self.socket(in: announcement) }

    /// The first `address:port` in a line.
    ///
    /// Throws ``HarnessError`` with code `unexpectedAnswer` if there is none.
    public static func socket(in line: String) throws -> NetworkEndpoint {
        guard let match = line.firstMatch(of: /(\d+\.\d+\.\d+\.\d+):(\d+)/), let port = Int(match.2) else {
            throw HarnessError(.unexpectedAnswer, "expected an address and port in: \(line)")
        }
        return NetworkEndpoint(String(match.1), port)
    }

    /// Waits for a line of its output that contains the text, also among those already there.
    ///
    /// Throws ``HarnessError``: `exitedEarly` or `timedOut`.
    @discardableResult
    public func line(containing text: String, within limit: Duration = .seconds(60)) async throws -> String {
        try await process.line("saying \"\(text)\"", within: limit) { $0.contains(text) }
    }

    /// Asks it to read its input again (SIGHUP).
    public func reload() { process.send(signal: SIGHUP) }

    /// Asks it to end (SIGTERM), by force if it does not, and waits until it is gone.
    @discardableResult
    public func stop(grace: Duration = .seconds(5)) async -> ChildProcess.Exit {
        await process.stop(grace: grace)
    }
}
