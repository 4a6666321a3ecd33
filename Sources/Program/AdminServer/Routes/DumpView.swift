internal import DiscoveryServer
internal import EndpointTranslation
internal import EnvoyMessages
internal import MeshModel
internal import MeshSources
internal import MeshViews
internal import NIOHTTP1
internal import TextFormats

/// `/config_dump?node=`: the newest assignments of one client, in the form of `eds-translator translate`.
struct DumpView {
    private let state: AdminState
    private let server: DiscoveryServer

    init(_ state: AdminState, _ server: DiscoveryServer) {
        self.state = state
        self.server = server
    }

    func respond(to request: AdminRequest) async -> AdminResponse {
        guard let node = request["node"] else { return .error(.badRequest, "expected ?node= with the id of a client") }
        guard let client = await ClientDirectory(state, server).client(node) else {
            return .error(.notFound, "no client \"\(node.prefix(256))\" is connected, and none is in proxies.yaml")
        }
        let mesh = server.mesh
        var resources: [JSONValue.Member] = []
        for name in request["resource"].map({ [$0] }) ?? client.resources {
            let assignment = mesh.assignment(named: name, for: client.proxy)
            do throws(MessageError) {
                let value = try MessageJSON().value(of: .clusterLoadAssignment, assignment.bytes)
                resources.append(.init(name, value))
            } catch {
                resources.append(.init(name, .members(["error": .string("\(error)")])))
            }
        }
        return .json(.array([.members(["node": .string(node), "resources": .object(resources)])]))
    }
}
