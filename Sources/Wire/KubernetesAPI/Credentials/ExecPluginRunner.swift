internal import MeshModel
internal import Subprocess
internal import TextFormats

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// One run of a credential plugin.
///
/// The plugin's standard error is passed through, because it is human-readable.
struct ExecPluginRunner: Sendable {
    let plugin: ExecPlugin
    let access: ClusterAccess
    let timeout: Duration

    /// The limit of the output in bytes, larger than any credential.
    private static let outputBytes = 1 << 20

    /// The outcome of a run.
    private enum Outcome: Sendable {
        case ended(TerminationStatus, [UInt8])
        case failed(any Error)
        case late
    }

    /// Runs the program.
    ///
    /// It is killed, with the processes that it started, when the task is cancelled, when it runs for too long, or when
    /// it prints too much.
    ///
    /// - Throws: ``KubernetesError`` with code `credentials`.
    func credential() async throws(KubernetesError) -> PluginCredential {
        let information = try information()
        switch await outcome(of: information) {
        case .ended(.exited(0), let output): return try PluginCredential(output: output, of: plugin)
        case .ended(.exited(let status), _): throw failure("exited with status \(status), expected 0")
        case .ended(.signaled(let signal), _): throw failure("exited with status \(128 + signal), expected 0")
        case .failed(let error): throw failure(reason(of: error))
        case .late: throw failure("timed out after \(timeout)")
        }
    }

    private func outcome(of information: String) async -> Outcome {
        await withTaskGroup(of: Outcome.self) { group in
            group.addTask {
                do {
                    let result = try await run(information)
                    return .ended(result.terminationStatus, result.standardOutput)
                } catch {
                    return .failed(error)
                }
            }
            group.addTask {
                do {
                    try await Task.sleep(for: timeout)
                    return .late
                } catch {
                    return .failed(error)
                }
            }
            defer { group.cancelAll() }
            return await group.next() ?? .late
        }
    }

    private func run(_ information: String) async throws -> ExecutionResult<Void, BytesOutput, FileDescriptorOutput> {
        var environment: [Environment.Key: String?] = ["KUBERNETES_EXEC_INFO": information]
        for variable in plugin.environment {
            guard let name = Environment.Key(rawValue: variable.name) else { continue }
            environment[name] = variable.value.revealed
        }
        var options = PlatformOptions()
        // Its own process group, so that the processes that it starts end with it.
        options.processGroupID = 0
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        return try await Subprocess.run(
            plugin.command.contains("/") ? .path(FilePath(plugin.command)) : .name(plugin.command),
            arguments: Arguments(plugin.arguments),
            environment: .inherit.updating(environment),
            platformOptions: options,
            output: .bytes(limit: Self.outputBytes),
            error: .currentStandardError
        )
    }

    private func reason(of error: any Error) -> String {
        let reason: String
        switch (error as? SubprocessError)?.code {
        case .outputLimitExceeded: return "printed more than \(Self.outputBytes) bytes"
        case .executableNotFound: reason = "no such program"
        case .some: reason = "\(error)"
        case nil: reason = "cancelled"
        }
        let hint = plugin.installHint.isEmpty ? "" : " (\(plugin.installHint))"
        return "cannot run: \(reason)\(hint)"
    }

    private func failure(_ message: String) -> KubernetesError {
        KubernetesError(.credentials, "plugin \(plugin.command): \(message)")
    }

    /// Returns the `ExecCredential` that describes the request to the plugin.
    private func information() throws(KubernetesError) -> String {
        var spec = "\"interactive\":false"
        if plugin.wantsClusterInfo {
            var cluster = "\"server\":\(Self.quoted(access.server.description))"
            if let name = access.serverName { cluster += ",\"tls-server-name\":\(Self.quoted(name))" }
            if !access.verifiesServer { cluster += ",\"insecure-skip-tls-verify\":true" }
            if let authorities = access.authorities {
                cluster += ",\"certificate-authority-data\":\"\(Base64.encode(try authorities.read()))\""
            }
            spec = "\"cluster\":{\(cluster)},\(spec)"
        }
        return "{\"kind\":\"ExecCredential\",\"apiVersion\":\"\(plugin.apiVersion)\",\"spec\":{\(spec)}}"
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }
        return "\"\(escaped.joined())\""
    }
}
