internal import EndpointTranslation
public import MeshModel
public import MeshSources
internal import NetworkInference

/// A mesh to measure, with the proxies that request its assignments.
public struct BenchMesh: Sendable {
    /// A proxy and the cluster names that it requests.
    public struct Client: Sendable {
        /// The proxy.
        public let proxy: Proxy
        /// The names.
        public let names: [String]

        /// Makes a client.
        public init(proxy: Proxy, names: [String]) {
            self.proxy = proxy
            self.names = names
        }
    }

    /// The name in results: a shape's name, or a path.
    public let title: String
    /// The mesh.
    public let snapshot: MeshSnapshot
    /// The clients; without any there is nothing to measure.
    public let clients: [Client]

    /// Makes a mesh from an inferred mesh.
    public init(title: String, snapshot: MeshSnapshot, clients: [Client]) {
        self.title = title
        self.snapshot = snapshot
        self.clients = clients
    }

    /// Makes a mesh of a shape, with one client in each cluster.
    ///
    /// - Throws: ``InputErrors``.
    public init(_ shape: MeshShape, semantics: TranslationSemantics = .standard) throws(InputErrors) {
        let directory = try MeshDirectoryReader().read(files: ShapeManifests(shape).files, displayName: "\(shape)")
        try self.init(title: "\(shape)", directory, semantics: semantics)
    }

    /// Makes a mesh from a mesh directory, with its declared proxies as clients.
    ///
    /// - Throws: ``InputErrors``.
    init(title: String, _ directory: MeshDirectory, semantics: TranslationSemantics) throws(InputErrors) {
        let snapshot = try MeshInference(semantics: semantics).snapshot(of: directory)
        let inference = ProxyInference(snapshot)
        self.init(
            title: title,
            snapshot: snapshot,
            clients: directory.proxies.map { Client(proxy: inference.proxy(for: $0.node), names: $0.resources) }
        )
    }

    /// Returns the number of endpoints that a client's assignments represent, directly or behind gateways.
    public func endpoints(of client: Client) -> Int {
        client.names.reduce(0) { $0 + endpoints(under: $1, for: client.proxy) }
    }

    /// Returns the number of endpoints of a cluster name's service port.
    func endpoints(under name: String, for proxy: Proxy) -> Int {
        let cluster = ClusterName(name)
        guard let service = service(of: name, for: proxy), let port = service.port(number: cluster.port) else {
            return 0
        }
        return snapshot.shards[service.key, default: []].reduce(0) { sum, shard in
            sum + shard.endpoints.count { $0.portName == port.name }
        }
    }

    /// Returns the service of a cluster name.
    func service(of name: String, for proxy: Proxy) -> Service? {
        snapshot.service(named: ClusterName(name).hostname, for: proxy)
    }
}
