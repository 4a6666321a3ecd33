import Foundation

/// The `eds-translator` program, run as a server.
public final class ServerProcess: Sendable {
    /// The process; its ``ChildProcess/output`` is all output of the server.
    public let process: ChildProcess

    /// The line with which the server announced that it is ready.
    public let announcement: String

    /// Starts the program and waits for its announcement.
    ///
    /// - Parameters:
    /// - arguments: the arguments, such as `["serve", "mesh", "--listen", "127.0.0.1:0"]`.
    /// - executable: the program; nil uses ``BuiltProduct/server()``.
    /// - environment: variables that are merged into this program's own.
    /// - announcement: a part of the line to wait for, on standard output or standard error.
    /// - limit: the longest time to wait for it.
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

    /// Returns the listening address: the first `address:port` in the announcement.
    ///
    /// Throws ``HarnessError`` with code `unexpectedAnswer` if there is none.
    public func socket() throws -> NetworkEndpoint { try Self.socket(in: announcement) }

    /// Returns the first `address:port` in a line.
    ///
    /// Throws ``HarnessError`` with code `unexpectedAnswer` if there is none.
    public static func socket(in line: String) throws -> NetworkEndpoint {
        guard let match = line.firstMatch(of: /(\d+\.\d+\.\d+\.\d+):(\d+)/), let port = Int(match.2) else {
            throw HarnessError(.unexpectedAnswer, "expected an address and port in: \(line)")
        }
        return NetworkEndpoint(String(match.1), port)
    }

    /// Waits for a line of its output that contains the text, including earlier ones.
    ///
    /// Throws ``HarnessError``: `exitedEarly` or `timedOut`.
    @discardableResult
    public func line(containing text: String, within limit: Duration = .seconds(60)) async throws -> String {
        try await process.line("saying \"\(text)\"", within: limit) { $0.contains(text) }
    }

    /// Reloads the server's input (SIGHUP).
    public func reload() { process.send(signal: SIGHUP) }

    /// Ends the server with SIGTERM, or with SIGKILL after the timeout, and waits until it has ended.
    @discardableResult
    public func stop(grace: Duration = .seconds(5)) async -> ChildProcess.Exit {
        await process.stop(grace: grace)
    }
}
