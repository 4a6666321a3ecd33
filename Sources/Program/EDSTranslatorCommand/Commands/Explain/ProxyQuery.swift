internal import MeshModel
internal import MeshSources
internal import MeshViews

/// A proxy of a report, with the names that it requests.
struct ProxyQuery {
    let node: EnvoyNode
    let proxy: Proxy
    /// Cluster names, ascending.
    let names: [String]

    /// Returns the requested proxies, each with its own resources or everything that it sees.
    ///
    /// - Parameter client: the kind of client that each of them is; nil for what its node says.
    static func all(
        _ selection: ProxySelection,
        _ directory: MeshDirectory,
        _ snapshot: MeshSnapshot,
        as client: Proxy.Client? = nil
    ) throws -> [ProxyQuery] {
        let mesh = MeshState(directory: directory, snapshot: snapshot)
        return try selection.askers(directory, as: client).map { asker in
            let proxy = mesh.proxy(for: asker.node)
            let names = asker.resources.isEmpty ? mesh.names(for: proxy) : asker.resources
            return ProxyQuery(node: asker.node, proxy: proxy, names: Set(names).sorted())
        }
    }
}
