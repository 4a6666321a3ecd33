internal import MeshSources

/// PEM text, or the file that contains it.
enum PEMSource: Hashable, Sendable {
    /// The text.
    case text(RedactedText)
    /// A file, read again on each use: files are replaced when certificates are renewed.
    case file(String)

    /// The name in messages.
    var place: String {
        switch self {
        case .text: "the data in the kubeconfig"
        case .file(let path): path
        }
    }

    /// Reads the current bytes.
    func read() throws(KubernetesError) -> [UInt8] {
        switch self {
        case .text(let text): return Array(text.revealed.utf8)
        case .file(let path):
            var limits = ReadingLimits()
            limits.fileBytes = 16 * 1024 * 1024
            do {
                return try FileTree.file(path, as: path, limits: limits).bytes
            } catch {
                throw KubernetesError(.credentials, "\(error)")
            }
        }
    }
}
