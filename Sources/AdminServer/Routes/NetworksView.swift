internal import DiscoveryServer
internal import EnvoyMessages
internal import MeshModel
internal import NIOHTTP1

/// `/debug/networks`: networks, what is in each, and its gateways.
struct NetworksView: Sendable {
    private let room: AdminRoom

    init(_ room: AdminRoom) { self.room = room }

    func respond(_ census: MeshCensus) async -> AdminResponse {
        let networks = census.networks.sorted { $0.key < $1.key }
        return .json(
            .members([
                "formatVersion": .whole(1), "services": .whole(census.services), "diagram": .bool(false),
                "networks": .array(networks.map { Self.json($0.key, $0.value) }),
            ])
        )
    }

    /// The mesh as a picture.
    func diagram(_ request: AdminRequest) async -> AdminResponse { .error(.notFound, "there is no picture yet") }

    private static func json(_ name: String, _ network: MeshCensus.Network) -> JSONValue {
        .members([
            "network": .string(name), "endpoints": .whole(network.endpoints), "healthy": .whole(network.healthy),
            "clusters": .object(network.clusters.sorted { $0.key < $1.key }.map { .init($0.key, .whole($0.value)) }),
            "gateways": .array(
                network.gateways.map { .gateway($0) } + network.unresolved.map { .gateway($0, isResolved: false) }
            ),
        ])
    }
}
