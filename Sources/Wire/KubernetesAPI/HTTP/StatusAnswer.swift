internal import MeshModel
internal import MeshSources

/// An error response of an API server: an HTTP status, and usually a `Status` object.
struct StatusAnswer {
    let code: Int
    let reason: String
    let message: String

    /// Reads a response: a `Status`, or the failed checks of `/readyz`; any other body is ignored.
    init(code: Int, body: [UInt8]) {
        self.code = code
        let fields = try? ManifestValue(root: ManifestDocument.json(body, file: "")).mapping()
        reason = (try? fields?.string("reason")) ?? ""
        message = (try? fields?.string("message")) ?? Self.failedChecks(body)
    }

    init(code: Int, reason: String, message: String) {
        self.code = code
        self.reason = reason
        self.message = message
    }

    /// Converts the response to an error.
    func error(retryAfter: Duration? = nil) -> KubernetesError {
        let text = message.isEmpty ? reason : String(message.prefix(300))
        let shown = text.isEmpty ? "HTTP status \(code)" : "HTTP status \(code): \(text)"
        return KubernetesError(kind, shown, status: code, retryAfter: retryAfter)
    }

    /// The checks that `/readyz` reports as failed, in lines such as `[-]etcd failed: reason withheld`.
    private static func failedChecks(_ body: [UInt8]) -> String {
        let lines = String(decoding: body.prefix(10_000), as: UTF8.self).split(separator: "\n")
        let names = lines.filter { $0.hasPrefix("[-]") }.compactMap { $0.dropFirst(3).split(separator: " ").first }
        return names.isEmpty ? "" : "not ready: \(names.prefix(4).joined(separator: ", "))"
    }

    private var kind: KubernetesError.Code {
        switch code {
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .absent
        case 410: .expired
        case 429: .throttled
        // A version from the future: the server was restored to an older state.
        case 504 where message.contains("Too large resource version"): .expired
        default: reason == "Expired" || reason == "Gone" ? .expired : .server
        }
    }
}
