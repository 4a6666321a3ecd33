internal import MeshModel

/// One run of a credential plugin.
struct PluginRun: Sendable {
    let plugin: ExecPlugin
    let access: ClusterAccess
    let timeout: Duration

    /// More than any credential.
    private static let outputBytes = 1 << 20

    /// Runs the program.
    ///
    /// - Throws: ``KubernetesError`` with code `credentials`.
    func credential() async throws(KubernetesError) -> PluginCredential {
        var environment = ChildProcess.ownEnvironment
        for variable in plugin.environment { environment[variable.name] = variable.value.revealed }
        environment["KUBERNETES_EXEC_INFO"] = try information()
        let result: ChildProcess.Result
        do {
            result = try await ChildProcess.run(
                plugin.command,
                plugin.arguments,
                environment: environment,
                timeout: timeout,
                outputBytes: Self.outputBytes
            )
        } catch {
            let reason = (error as? ChildProcess.StartError)?.reason ?? "cancelled"
            let hint = plugin.installHint.isEmpty ? "" : " (\(plugin.installHint))"
            throw failure("cannot be run: \(reason)\(hint)")
        }
        guard !result.isLate else { throw failure("gave no answer within \(timeout)") }
        guard !result.isTooLong else { throw failure("printed more than \(Self.outputBytes) bytes") }
        guard result.status == 0 else { throw failure("ended with status \(result.status), expected 0") }
        return try PluginCredential(output: result.output, of: plugin)
    }

    private func failure(_ message: String) -> KubernetesError {
        KubernetesError(.credentials, "plugin \(plugin.command): \(message)")
    }

    /// The `ExecCredential` that tells the plugin what it is asked for.
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
