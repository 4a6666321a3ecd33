internal import DiscoveryServer
internal import MeshModel
internal import MeshSources
internal import MeshViews

/// The clients that requests can name: those that are connected, and those of `proxies.yaml`.
struct ClientDirectory {
    /// One client.
    struct Client {
        let node: String
        let proxy: Proxy
        /// The names that it is subscribed to, or that are declared.
        let resources: [String]
        let isConnected: Bool
    }

    private let state: AdminState
    private let server: DiscoveryServer

    init(_ state: AdminState, _ server: DiscoveryServer) {
        self.state = state
        self.server = server
    }

    /// Returns the client with a node id, merged over all its streams.
    func client(_ node: String) async -> Client? {
        var query = ClientQuery(node: node)
        query.maximumNames = 10_000
        let reports = (try? await server.clients(query)) ?? []
        if let first = reports.first {
            let names = Set(reports.flatMap { $0.resources.map(\.name) }).sorted()
            return Client(node: node, proxy: first.proxy, resources: names, isConnected: true)
        }
        guard let declared = state.mesh?.objects.proxies.first(where: { $0.node.id == node }) else { return nil }
        let proxy = server.mesh.proxy(for: declared.node)
        return Client(node: node, proxy: proxy, resources: declared.resources, isConnected: false)
    }

    /// Returns the unique ids of all clients, connected ones first, up to a limit.
    func nodes(atMost limit: Int) async -> [(node: String, isConnected: Bool)] {
        var query = ClientQuery()
        query.maximumStreams = limit
        query.maximumNames = 0
        let connected = ((try? await server.clients(query)) ?? []).map { ($0.node, true) }
        let declared = (state.mesh?.objects.proxies ?? []).map { ($0.node.id, false) }
        var known: Set<String> = []
        return Array((connected + declared).filter { known.insert($0.0).inserted }.prefix(limit))
            .map { (node: $0.0, isConnected: $0.1) }
    }
}
