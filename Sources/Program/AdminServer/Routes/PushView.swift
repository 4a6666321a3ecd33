internal import DiscoveryServer
internal import NIOHTTP1
internal import TextFormats

/// `POST /push?node=ID`: sends the clients of a node their endpoints again; all clients without `node`.
struct PushView {
    private let server: DiscoveryServer

    init(_ server: DiscoveryServer) { self.server = server }

    func respond(to request: AdminRequest) async -> AdminResponse {
        let node = request["node"]
        if let node {
            var query = ClientQuery(node: node)
            query.maximumStreams = 1
            query.maximumNames = 0
            let known = try? await server.clients(query)
            guard known?.isEmpty == false else {
                return .error(.notFound, "no client has the node id \"\(node.prefix(256))\"")
            }
        }
        server.pushAgain(to: node)
        return .json(.members(["pushed": .string(node ?? "all")]), .accepted)
    }
}
