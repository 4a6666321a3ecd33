internal import EndpointTranslation
internal import MeshModel

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Writes packed messages.
struct BinaryOutput {
    let folder: String?

    /// Writes one message to standard output, or each to a separate file in the folder.
    func write(_ answers: [TranslatedProxy]) throws {
        guard let folder else {
            let all = answers.flatMap(\.assignments)
            guard let only = all.first, all.count == 1 else {
                throw CommandFailure(
                    .usage,
                    "\(all.count) assignments cannot be written to one stream: select one with --proxy and --resource, or pass --output-dir"
                )
            }
            only.bytes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, stdoutFile()) }
            fflush(nil)
            return
        }
        for (answer, subfolder) in zip(answers, try OutputFiles.names(for: answers.map(\.node.id))) {
            let place = answers.count == 1 ? folder : "\(folder)/\(subfolder)"
            try OutputFiles.makeFolder(place)
            let names = try OutputFiles.names(for: answer.assignments.map(\.name))
            for (assignment, name) in zip(answer.assignments, names) {
                let path = "\(place)/\(name).pb"
                try OutputFiles.write(assignment.bytes, to: path)
                print(path)
            }
        }
    }

    /// Returns a stream on descriptor 1: the C library's own variable is shared state.
    private func stdoutFile() -> UnsafeMutablePointer<FILE>? { fdopen(STDOUT_FILENO, "wb") }
}
