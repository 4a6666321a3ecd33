internal import MeshModel
internal import MeshSources
internal import MeshViews
internal import NetworkInference

/// Completions that depend on the mesh: that of the command line or the current directory, otherwise the bundled one.
enum MeshCompletion {
    /// Returns the node ids of `proxies.yaml`.
    static func proxies(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        (mesh(words)?.proxies ?? []).map(\.node.id).filter { $0.hasPrefix(prefix) }.sorted()
    }

    /// Returns the clusters that the proxies request, or those that they see; of one proxy if it is named.
    static func resources(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        guard let mesh = mesh(words),
            let conclusions = try? MeshConclusions(mesh, by: MeshInference(semantics: .standard))
        else {
            return []
        }
        let served = MeshState(directory: mesh, snapshot: conclusions.snapshot)
        let named = mesh.proxies.filter { words.contains($0.node.id) }
        var names: Set<String> = []
        for proxy in named.isEmpty ? mesh.proxies : named {
            names.formUnion(
                proxy.resources.isEmpty ? served.names(for: served.proxy(for: proxy.node)) : proxy.resources
            )
        }
        return names.filter { $0.hasPrefix(prefix) }.sorted()
    }

    private static func mesh(_ words: [String]) -> MeshDirectory? {
        var reader = MeshDirectoryReader()
        // Completion also works for an invalid mesh.
        reader.isLenient = true
        let location = try? MeshLocation(folder(words), isExample: words.contains("--example"))
        return try? (location ?? .bundled).read(by: reader)
    }

    /// Returns the mesh directory among the words of a command line.
    private static func folder(_ words: [String]) -> String? {
        words.dropFirst().first { word in
            !word.isEmpty && !word.hasPrefix("-")
                && (try? FileTree.file("\(word)/mesh-directory.yaml", as: "mesh", limits: ReadingLimits())) != nil
        }
    }
}
