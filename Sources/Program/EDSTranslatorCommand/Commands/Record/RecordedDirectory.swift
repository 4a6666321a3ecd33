internal import MeshModel
internal import MeshSources
internal import MeshTracking

/// A mesh directory to write.
struct RecordedDirectory {
    private let folder: String

    init(_ folder: String) { self.folder = folder }

    /// Writes files.
    func write(_ files: [SourceFile]) throws {
        for file in files { try write(file.bytes, to: file.path) }
    }

    /// Writes the objects of a recorder.
    func write(_ recorder: MeshRecorder) throws {
        for file in recorder.files() { try write(Array(file.text.utf8), to: file.path) }
    }

    /// Writes the name of the config cluster and the system namespace.
    func writeSettings(configCluster: ClusterID, systemNamespace: String) throws {
        let text = "configCluster: \"\(configCluster)\"\nsystemNamespace: \"\(systemNamespace)\"\n"
        try write(Array(text.utf8), to: "mesh-directory.yaml")
    }

    /// Opens a file to append to.
    func appending(to path: String) throws -> AppendOnlyFile { try AppendOnlyFile(folder + "/" + path) }

    private func write(_ bytes: [UInt8], to path: String) throws {
        // Cluster ids are untrusted; no path may lead out of the folder.
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.utf8.contains(0) }) else {
            throw CommandFailure(
                .badInput,
                "\(path) is not a relative path, expected a cluster id without / or leading dots"
            )
        }
        let place = folder + "/" + parts.dropLast().joined(separator: "/")
        try OutputFiles.makeFolder(place)
        try OutputFiles.write(bytes, to: folder + "/" + path)
    }
}
