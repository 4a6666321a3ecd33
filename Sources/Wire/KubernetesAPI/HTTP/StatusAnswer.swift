internal import MeshModel
internal import MeshSources

/// The answer of an API server that could not do what was asked: an HTTP status, and mostly a `Status` object.
struct StatusAnswer {
    let code: Int
    let reason: String
    let message: String

    /// Reads an answer; a body that is no `Status` tells nothing.
    init(code: Int, body: [UInt8]) {
        self.code = code
        let fields = try? ManifestValue(root: ManifestDocument.json(body, file: "")).mapping()
        reason = (try? fields?.string("reason")) ?? ""
        message = (try? fields?.string("message")) ?? ""
    }

    init(code: Int, reason: String, message: String) {
        self.code = code
        self.reason = reason
        self.message = message
    }

    /// What it means for who asked.
    func error(retryAfter: Duration? = nil) -> KubernetesError {
        let text = message.isEmpty ? reason : String(message.prefix(300))
        let shown = text.isEmpty ? "HTTP status \(code)" : "HTTP status \(code): \(text)"
        return KubernetesError(kind, shown, status: code, retryAfter: retryAfter)
    }

    private var kind: KubernetesError.Code {
        switch code {
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .absent
        case 410: .expired
        case 429: .throttled
        // A version from the future: the server was set back to an older state.
        case 504 where message.contains("Too large resource version"): .expired
        default: reason == "Expired" || reason == "Gone" ? .expired : .server
        }
    }
}
