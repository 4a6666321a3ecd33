internal import ArgumentParser
internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// The arguments for proxies and their clusters.
struct ProxySelection: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A proxy, by its node id, its name.namespace or its IP address; may be repeated.",
            valueName: "id"
        ),
        completion: .custom(MeshCompletion.proxies)
    )
    var proxy: [String] = []

    @Option(help: ArgumentHelp("The cluster of the proxies that are named by --proxy.", valueName: "id"))
    var clusterId: String?

    @Option(
        help: ArgumentHelp("A file with an Envoy Node in YAML or JSON; may be repeated.", valueName: "file"),
        completion: .file()
    )
    var node: [String] = []

    @Option(
        help: ArgumentHelp("A cluster name; may be repeated.", valueName: "name"),
        completion: .custom(MeshCompletion.resources)
    )
    var resource: [String] = []

    /// A proxy and the clusters that it requests.
    struct Asker {
        let node: EnvoyNode
        /// Cluster names; empty for everything that it sees.
        let resources: [String]
    }

    /// Returns the selected proxies; all declared ones unless some are named.
    ///
    /// - Parameter client: the kind of client that each of them is; nil for what its node says.
    /// - Throws: ``CommandFailure`` if a file cannot be read, if a named proxy is not known, or if none is named or
    ///   declared.
    func askers(_ directory: MeshDirectory, as client: Proxy.Client? = nil) throws -> [Asker] {
        let named = try askers(in: directory)
        guard let client else { return named }
        // The assignment depends on the client, so that it has to be one before it is answered.
        return named.map { Asker(node: $0.node.sent(by: client), resources: $0.resources) }
    }

    private func askers(in directory: MeshDirectory) throws -> [Asker] {
        var askers: [Asker] = []
        let finder = ProxyFinder(directory, cluster: clusterId.map { ClusterID($0) })
        for id in proxy {
            let found = try finder.proxy(named: id)
            askers.append(Asker(node: found.node, resources: resource.isEmpty ? found.resources : resource))
        }
        for file in node {
            do {
                askers.append(Asker(node: try EnvoyNode(file: file), resources: resource))
            } catch {
                throw CommandFailure(.badInput, error.description)
            }
        }
        guard askers.isEmpty else { return askers }
        guard !directory.proxies.isEmpty else {
            throw CommandFailure(.usage, "the directory has no proxies.yaml: pass --proxy or --node")
        }
        return directory.proxies.map {
            Asker(node: $0.node, resources: resource.isEmpty ? $0.resources : resource)
        }
    }
}
