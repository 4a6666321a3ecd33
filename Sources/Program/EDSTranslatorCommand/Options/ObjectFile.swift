internal import ArgumentParser
internal import MeshSources

/// A file with Kubernetes objects of one cluster, as `kubectl get -o yaml` prints them.
struct ObjectFile: ExpressibleByArgument {
    /// The cluster.
    let cluster: String
    /// The path; `-` is standard input.
    let path: String

    /// Makes a file whose cluster is named like the file.
    init(path: String) {
        self.path = path
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        cluster = path == "-" ? "cluster" : stem
    }

    /// Reads `id=file`.
    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[0].contains("/"), !parts[1].isEmpty else { return nil }
        (cluster, path) = (parts[0], parts[1])
    }

    /// The name in messages.
    var displayName: String { path == "-" ? "standard input" : path }

    /// Reads the file.
    ///
    /// - Parameter number: a number that no other file of the mesh has.
    /// - Throws: ``InputError`` with code `file` or `limit`.
    func source(number: Int) throws(InputError) -> SourceFile {
        let isJSON = path.hasSuffix(".json")
        let name = "clusters/\(cluster)/objects-\(number).\(isJSON ? "json" : "yaml")"
        let source = try FileTree.file(path == "-" ? "/dev/stdin" : path, as: name, limits: ReadingLimits())
        return SourceFile(path: name, displayName: displayName, bytes: source.bytes)
    }
}
