import Foundation

/// A real Envoy process, for a test or for the demo.
///
/// It has its own temporary folder, which is removed with it. It is killed at the latest when the program ends.
public final class EnvoyProcess: Sendable {
    /// The admin port.
    public let admin: EnvoyAdmin

    /// The process; its ``ChildProcess/output`` is Envoy's log.
    public let process: ChildProcess

    /// The folder with its bootstrap.
    public let directory: TemporaryDirectory

    /// Starts an Envoy and waits until its admin port responds, which is before its clusters are warm.
    ///
    /// - Parameters:
    /// - bootstrap: the bootstrap.
    /// - executable: the program; nil uses ``BuiltProduct/envoy()``.
    /// - logLevel: `warning`, or `debug` to analyse a failure.
    /// - Throws: ``HarnessError``: `missingTool` without Envoy, `exitedEarly` with its log if it rejects the bootstrap.
    public convenience init(
        _ bootstrap: EnvoyBootstrap,
        executable: String? = nil,
        logLevel: String = "warning"
    ) async throws {
        try bootstrap.writeClusters()
        try await self.init(
            configuration: try bootstrap.json.serialized(),
            named: "bootstrap.json",
            executable: executable,
            logLevel: logLevel
        )
    }

    /// Starts an Envoy with the text of a bootstrap, and waits until its admin port responds.
    ///
    /// - Parameters:
    /// - configuration: the text, whose admin port is best 0.
    /// - name: the name of the file, by whose ending Envoy knows JSON from YAML.
    /// - executable: the program; nil uses ``BuiltProduct/envoy()``.
    /// - logLevel: `warning`, or `debug` to analyse a failure.
    /// - Throws: ``HarnessError``: `missingTool` without Envoy, `exitedEarly` with its log if it rejects the bootstrap.
    public init(
        configuration: String,
        named name: String,
        executable: String? = nil,
        logLevel: String = "warning"
    ) async throws {
        let program = try executable ?? BuiltProduct.envoy()
        let directory = try TemporaryDirectory(named: "envoy")
        let file = try directory.write(configuration, to: name)
        let addressFile = directory.file("admin-address")
        let process = try ChildProcess(
            program,
            [
                "-c", file, "--concurrency", "1", "--disable-hot-restart", "--log-level", logLevel,
                "--admin-address-path", addressFile,
            ]
        )
        do {
            admin = try await Self.admin(of: process, addressFile)
        } catch {
            await process.stop()
            throw error
        }
        self.process = process
        self.directory = directory
    }

    /// Waits until Envoy is ready for requests.
    ///
    /// Envoy is ready once each cluster has its first assignment, or its initial fetch has timed out (XP-E31). Throws
    /// ``HarnessError``: `timedOut`, `exitedEarly`.
    public func untilReady(within limit: Duration = .seconds(60)) async throws {
        try await eventually("Envoy is ready", within: limit) {
            try Self.checkRunning(process)
            return try await admin.isReady() ? true : nil
        }
    }

    /// Waits until the endpoints of a cluster, as `/clusters` shows them, satisfy the condition.
    ///
    /// Throws ``HarnessError``: `timedOut`, `exitedEarly`.
    @discardableResult
    public func untilHosts(
        of cluster: String,
        within limit: Duration = .seconds(60),
        satisfy condition: ([EnvoyHost]) -> Bool
    ) async throws -> [EnvoyHost] {
        try await eventually("the expected endpoints of \(cluster)", within: limit) {
            try Self.checkRunning(process)
            let hosts = try await admin.hosts(of: cluster)
            return condition(hosts) ? hosts : nil
        }
    }

    /// Waits until the statistics satisfy the condition, and returns them.
    ///
    /// Throws ``HarnessError``: `timedOut`, `exitedEarly`.
    @discardableResult
    public func untilStatistics(
        within limit: Duration = .seconds(60),
        satisfy condition: (EnvoyStatistics) -> Bool
    ) async throws -> EnvoyStatistics {
        try await eventually("the expected statistics", within: limit) {
            try Self.checkRunning(process)
            let statistics = try await admin.statistics()
            return condition(statistics) ? statistics : nil
        }
    }

    /// Returns the listener that routes to the cluster.
    ///
    /// Throws ``HarnessError`` with code `unexpectedAnswer` if the bootstrap has no such cluster.
    public func listener(of cluster: String) async throws -> NetworkEndpoint {
        guard let listener = try await admin.listeners()[cluster] else {
            throw HarnessError(.unexpectedAnswer, "Envoy has no listener \(cluster)")
        }
        return listener
    }

    /// Ends the Envoy, waits until it has ended and removes its folder.
    @discardableResult
    public func stop() async -> ChildProcess.Exit {
        let exit = await process.stop()
        directory.remove()
        return exit
    }

    private static func checkRunning(_ process: ChildProcess) throws {
        guard process.isRunning else {
            throw HarnessError(.exitedEarly, "Envoy ended:\n\(process.output.tail())")
        }
    }

    private static func admin(of process: ChildProcess, _ addressFile: String) async throws -> EnvoyAdmin {
        try await eventually("Envoy's admin port answers") {
            try checkRunning(process)
            guard let text = try? String(contentsOfFile: addressFile, encoding: .utf8),
                let colon = text.lastIndex(of: ":"),
                let port = Int(text[text.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines))
            else { return nil }
            let admin = EnvoyAdmin(socket: NetworkEndpoint(String(text[..<colon]), port))
            _ = try await admin.isReady()
            return admin
        }
    }
}
