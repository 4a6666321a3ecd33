internal import MeshModel
internal import MeshSources

/// The output of a credential plugin: an `ExecCredential` of `client.authentication.k8s.io`.
struct PluginCredential: Sendable {
    var token: RedactedText?
    var certificate: Credentials.Certificate?
    /// The expiry in milliseconds since 1970; nil if the credential is valid until it is rejected.
    var expiry: Int64?

    /// Reads the output.
    ///
    /// - Throws: ``KubernetesError`` with code `credentials` that contains nothing of the output.
    init(output: [UInt8], of plugin: ExecPlugin) throws(KubernetesError) {
        do throws(InputError) {
            let document = try ManifestDocument.json(output, file: plugin.command)
            let top = try ManifestValue(root: document).mapping("an ExecCredential")
            guard try top.string("kind") == "ExecCredential", try top.string("apiVersion") == plugin.apiVersion else {
                throw InputError(.value, at: top.value.location, "expected kind ExecCredential of \(plugin.apiVersion)")
            }
            let status = try top.required("status", "an object with the credentials").mapping()
            let text = try status.string("token")
            token = text.isEmpty ? nil : RedactedText(text)
            let chain = try status.string("clientCertificateData")
            let key = try status.string("clientKeyData")
            guard chain.isEmpty == key.isEmpty else {
                let message = "found one of clientCertificateData and clientKeyData, expected both or none"
                throw InputError(.missing, at: status.value.location, message)
            }
            certificate =
                chain.isEmpty
                ? nil : Credentials.Certificate(chain: .text(RedactedText(chain)), key: .text(RedactedText(key)))
            guard token != nil || certificate != nil else {
                let message = "found no credentials, expected a token or a client certificate"
                throw InputError(.missing, at: status.value.location, message)
            }
            let time = try status.string("expirationTimestamp")
            expiry = try time.isEmpty ? nil : Self.milliseconds(time, status)
        } catch {
            // Only the kind of error: a message of the reader contains a part of the input.
            let reason =
                error.code == .syntax || error.code == .type ? "its output is not an ExecCredential" : error.message
            throw KubernetesError(.credentials, "plugin \(plugin.command): \(reason)")
        }
    }

    private static func milliseconds(_ text: String, _ status: ManifestMapping) throws(InputError) -> Int64 {
        guard let seconds = seconds(text) else {
            let message = "expirationTimestamp is not a time, expected one such as 2024-01-01T00:00:00Z"
            throw InputError(.value, at: status.value.location, message)
        }
        return seconds * 1_000
    }

    /// Parses RFC 3339, in UTC or with an offset from it.
    private static func seconds(_ text: String) -> Int64? {
        if let seconds = Timestamp.seconds(text) { return seconds }
        let offset = text.suffix(6)
        let parts = offset.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard let sign = offset.first, sign == "+" || sign == "-", parts.count == 2, let hours = Int64(parts[0]),
            let minutes = Int64(parts[1]), (0..<24).contains(hours), (0..<60).contains(minutes),
            let local = Timestamp.seconds("\(text.dropLast(6))Z")
        else { return nil }
        return local - (sign == "+" ? 1 : -1) * (hours * 3_600 + minutes * 60)
    }
}
