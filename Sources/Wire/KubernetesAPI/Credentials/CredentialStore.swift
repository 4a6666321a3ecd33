internal import MeshModel
internal import NIOSSL
internal import TextFormats

/// The credentials of one cluster, which are reloaded when they expire or the server rejects them.
actor CredentialStore {
    /// The credentials of one request.
    struct Grant: Sendable {
        /// The value of the `Authorization` header.
        var authorization: RedactedText?
        /// The TLS configuration of connections; nil for plain HTTP.
        var tls: TLSConfiguration?
        /// The number of the plugin run that issued it.
        var generation: Int
    }

    private let access: ClusterAccess
    private let settings: SourceSettings
    private var generation = 0
    private var issued: (credential: PluginCredential, goodUntil: Int64?)?
    /// The plugin run that all callers wait for.
    private var running: Task<PluginCredential, any Error>?
    private var tls = TLSAssembly()
    private var isStopped = false

    init(_ access: ClusterAccess, settings: SourceSettings) {
        self.access = access
        self.settings = settings
    }

    /// The expiry of the credentials, in milliseconds since 1970; nil if unknown.
    var expiry: Int64? { issued?.credential.expiry ?? tls.certificateExpiry }

    /// Returns the credentials of the next request.
    ///
    /// - Throws: ``KubernetesError`` with code `credentials`, or `tls` for invalid TLS material.
    func grant() async throws(KubernetesError) -> Grant {
        var certificate = access.login.certificate
        var authorization: RedactedText?
        switch access.login.authorization {
        case .none: break
        case .token(let token): authorization = try Self.bearer(token.revealed, "the kubeconfig")
        case .tokenFile(let path):
            let text = String(decoding: try PEMSource.file(path).read(), as: UTF8.self)
            authorization = try Self.bearer(text, path)
        case .basic(let name, let password):
            let pair = Base64.encode(Array("\(name):\(password.revealed)".utf8))
            authorization = RedactedText("Basic \(pair)")
        case .plugin(let plugin):
            let credential = try await current(plugin)
            certificate = credential.certificate ?? certificate
            authorization = try credential.token.map { token throws(KubernetesError) in
                try Self.bearer(token.revealed, plugin.command)
            }
        }
        return Grant(
            authorization: authorization,
            tls: access.server.isSecure ? try tls.configuration(for: access, certificate) : nil,
            generation: generation
        )
    }

    /// Records that the server rejected a grant; the plugin runs again unless it has run meanwhile.
    func refused(_ grant: Grant) {
        if grant.generation == generation { issued = nil }
    }

    private func current(_ plugin: ExecPlugin) async throws(KubernetesError) -> PluginCredential {
        if let issued, issued.goodUntil.map({ settings.now() < $0 }) ?? true { return issued.credential }
        guard !isStopped else { throw KubernetesError(.credentials, "plugin \(plugin.command): stopped") }
        let run = ExecPluginRunner(plugin: plugin, access: access, timeout: settings.pluginTimeout)
        let task = running ?? Task { try await run.credential() }
        let isFirst = running == nil
        running = task
        defer { if isFirst { running = nil } }
        do {
            let credential = try await task.value
            if isFirst {
                generation += 1
                issued = (credential, credential.expiry.map { goodUntil($0) })
            }
            return credential
        } catch {
            throw error as? KubernetesError ?? KubernetesError(.credentials, "plugin \(plugin.command): cancelled")
        }
    }

    /// Returns a time early enough that no request uses expired credentials: a minute, or a fifth of a short lifetime.
    private func goodUntil(_ expiry: Int64) -> Int64 {
        let life = max(0, expiry - settings.now())
        return expiry - min(60_000, life / 5)
    }

    private static func bearer(_ text: String, _ place: String) throws(KubernetesError) -> RedactedText {
        let bytes = text.utf8.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()
        guard !bytes.isEmpty, bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw KubernetesError(.credentials, "\(place): no token found, expected one of printable ASCII")
        }
        return RedactedText("Bearer \(String(decoding: bytes, as: UTF8.self))")
    }

    /// Ends the plugin run and starts no other.
    func stop() {
        isStopped = true
        running?.cancel()
    }
}
