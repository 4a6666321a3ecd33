internal import MeshModel
internal import MeshOverview
internal import NIOHTTP1
internal import TextFormats

/// `/debug/networks`: the networks with their contents and gateways.
struct NetworksView: Sendable {
    private let state: AdminState
    private let overviews = OverviewCache()

    init(_ state: AdminState) { self.state = state }

    /// Returns the networks and the overview of the mesh, or only the networks with `?brief`.
    func respond(_ statistics: MeshStatistics, to request: AdminRequest) async -> AdminResponse {
        let networks = statistics.networks.sorted { $0.key < $1.key }
        return .json(
            .members([
                "formatVersion": .whole(1), "services": .whole(statistics.services),
                "diagram": .bool(state.mesh != nil),
                "networks": .array(networks.map { Self.json($0.key, $0.value) }),
                "overview": request.parameters["brief"] == nil ? await overview()?.json : nil,
            ])
        )
    }

    private func overview() async -> MeshOverview? {
        guard let mesh = state.mesh else { return nil }
        return await overviews.overview(of: mesh)
    }

    /// Returns the mesh as a diagram.
    func diagram(_ request: AdminRequest) async -> AdminResponse {
        guard let overview = await overview() else { return .error(.notFound, "no diagram is available") }
        let theme = request["theme"].flatMap(SVGTheme.init(rawValue:)) ?? .auto
        var response = AdminResponse(contentType: "image/svg+xml", MeshDiagram(overview).svg(theme: theme).utf8)
        // Styles are inline; scripts and external resources stay forbidden.
        response.contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        return response
    }

    private static func json(_ name: String, _ network: MeshStatistics.Network) -> JSONValue {
        .members([
            "network": .string(name), "endpoints": .whole(network.endpoints), "healthy": .whole(network.healthy),
            "clusters": .object(network.clusters.sorted { $0.key < $1.key }.map { .init($0.key, .whole($0.value)) }),
            "gateways": .array(
                network.gateways.map { .gateway($0) } + network.unresolved.map { .gateway($0, isResolved: false) }
            ),
        ])
    }
}
