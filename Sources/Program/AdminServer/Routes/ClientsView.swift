internal import DiscoveryServer
internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel
internal import NIOHTTP1
internal import TextFormats

/// `/debug/clients`: the connected clients and their resources.
struct ClientsView {
    private let server: DiscoveryServer

    init(_ server: DiscoveryServer) { self.server = server }

    func respond(to request: AdminRequest) async -> AdminResponse {
        var query = ClientQuery(node: request["node"])
        query.maximumStreams = min(10_000, request["limit"].flatMap(Int.init).map { max(1, $0) } ?? 1_000)
        query.maximumNames = query.node == nil ? 20 : 10_000
        if let names = request["names"].flatMap(Int.init) { query.maximumNames = max(0, min(10_000, names)) }
        do {
            let clients = try await server.clients(query)
            return .json(
                .members([
                    "formatVersion": .whole(1), "connections": .whole(server.connections.count),
                    "shown": .whole(clients.count), "isComplete": .bool(clients.count < query.maximumStreams),
                    "clients": .array(clients.map(Self.json)),
                    "nacks": .array(server.rejections.map(Self.json)),
                ])
            )
        } catch {
            return .error(.serviceUnavailable, "the server is stopping")
        }
    }

    private static func json(_ client: ClientReport) -> JSONValue {
        .members([
            "node": .string(client.node), "stream": .string("\(client.connection)/\(client.stream)"),
            "protocol": .string(client.streamProtocol.rawValue), "peer": .string(client.peer),
            "network": .string(client.proxy.network.name), "cluster": .string(client.proxy.cluster.name),
            "namespace": .string(client.proxy.namespace), "knownBy": .string(client.knownBy),
            "openedAt": .whole(client.openedAt), "wildcard": .bool(client.isWildcard), "pushes": .whole(client.pushes),
            "acks": .whole(client.acknowledgements), "nacks": .whole(client.rejections), "bytes": .whole(client.bytes),
            "queuedBytes": .whole(client.queuedBytes), "slowSince": client.slowSince.json,
            "lastNack": client.lastRejection.map(json), "resourceCount": .whole(client.resourceCount),
            "resources": .array(client.resources.map(json)),
        ])
    }

    private static func json(_ resource: ClientReport.Resource) -> JSONValue {
        .members([
            "name": .string(resource.name), "named": resource.isNamed ? nil : .bool(false),
            "state": .string(resource.status.rawValue), "sent": resource.sent.json,
            "acked": resource.acknowledged.json, "nack": resource.rejection.json,
        ])
    }

    private static func json(_ rejection: RejectionReport) -> JSONValue {
        .members([
            "time": .whole(rejection.time), "node": .string(rejection.node), "stream": .string(rejection.stream),
            "protocol": .string(rejection.streamProtocol.rawValue), "code": .whole(rejection.code),
            "text": .string(rejection.text),
        ])
    }
}
