internal import DiscoveryServer
internal import MeshModel
internal import MeshViews
internal import NIOHTTP1
internal import TextFormats

/// `/debug/search?q=`: clients, services and addresses that contain a text.
struct SearchView {
    /// The maximum number of results of each kind.
    private static let maximum = 12

    private let state: AdminState
    private let server: DiscoveryServer

    init(_ state: AdminState, _ server: DiscoveryServer) {
        self.state = state
        self.server = server
    }

    func respond(to request: AdminRequest) async -> AdminResponse {
        let text = (request["q"] ?? "").lowercased()
        guard !text.isEmpty else { return .error(.badRequest, "expected ?q= with a part of a name or an address") }
        let nodes = await ClientDirectory(state, server).nodes(atMost: 20_000)
        let mesh = server.mesh.snapshot
        let clients = nodes.lazy.filter { $0.node.lowercased().contains(text) }.prefix(Self.maximum)
        let services = mesh.services.services.lazy.filter { $0.hostname.lowercased().contains(text) }.prefix(
            Self.maximum
        )
        return .json(
            .members([
                "formatVersion": .whole(1),
                "clients": .array(
                    clients.map { .members(["node": .string($0.node), "connected": .bool($0.isConnected)]) }
                ),
                "services": .array(services.map(json)), "addresses": .array(addresses(text, mesh)),
            ])
        )
    }

    private func json(_ service: Service) -> JSONValue {
        .members([
            "host": .string(service.hostname), "namespace": .string(service.namespace),
            "clusters": .texts(service.ports.filter { !$0.isUDP }.map { "outbound|\($0.number)||\(service.hostname)" }),
        ])
    }

    /// Returns the gateways and endpoints whose addresses begin with the text.
    private func addresses(_ text: String, _ mesh: MeshSnapshot) -> [JSONValue] {
        // A name is not an address, so endpoints need not be searched.
        guard text.allSatisfy({ $0.isHexDigit || $0 == "." || $0 == ":" }), text.contains(where: \.isNumber) else {
            return []
        }
        var found: [JSONValue] = []
        for gateway in mesh.gateways.gateways where gateway.address.hasPrefix(text) {
            guard found.count < Self.maximum else { return found }
            found.append(.members(["address": .string(gateway.address), "gateway": .gateway(gateway)]))
        }
        for key in mesh.shards.keys.sorted(by: { ($0.hostname, $0.namespace) < ($1.hostname, $1.namespace) }) {
            for endpoint in (mesh.shards[key] ?? []).flatMap(\.endpoints) {
                guard found.count < Self.maximum else { return found }
                guard let address = endpoint.addresses.first(where: { $0.hasPrefix(text) }) else { continue }
                found.append(
                    .members([
                        "address": .string(address), "service": .string(key.hostname), "endpoint": .endpoint(endpoint),
                    ])
                )
            }
        }
        return found
    }
}
