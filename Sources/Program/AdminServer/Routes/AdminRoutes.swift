internal import DiscoveryServer
internal import NIOHTTP1
internal import PrometheusMetrics
internal import TextFormats

/// Routes requests.
struct AdminRoutes: Sendable {
    private let state: AdminState
    private let metrics: ScrapeGauges
    private let networks: NetworksView

    init(_ state: AdminState) {
        self.state = state
        metrics = ScrapeGauges(state.sources.registry, program: state.sources.program)
        networks = NetworksView(state)
    }

    /// The path that makes the server send clients their endpoints again.
    static let push = "/push"

    /// The existing paths, for the response to unknown ones.
    static let paths = [
        "/", "/healthz", "/readyz", "/metrics", "/config_dump?node=ID", "/debug/clients",
        "/debug/endpoints?service=NAME",
        "/debug/explain?proxy=ID&resource=NAME", "/debug/networks", "/debug/networks.svg", "/debug/pushes",
        "/debug/search?q=TEXT", "/debug/sources", "/events",
    ]

    /// Returns the response; may take a while on any thread.
    func respond(to request: AdminRequest) async -> AdminResponse {
        if let file = PageFile.file(at: request.path) { return file }
        switch request.path {
        case "/healthz": return .text("ok")
        case "/readyz": return ReadinessView(state).respond(to: request)
        case "/metrics":
            await metrics.update(state)
            let format = state.format(of: request)
            return AdminResponse(contentType: format.contentType, state.sources.registry.text(format).utf8)
        case "/debug/sources": return await SourcesView(state).respond()
        default: break
        }
        guard let server = state.server else {
            return Self.isServed(request.path)
                ? .error(.serviceUnavailable, "the server is starting") : notFound(request.path)
        }
        switch request.path {
        case "/debug/clients": return await ClientsView(server).respond(to: request)
        case "/debug/pushes": return PushesView(server).respond()
        case "/debug/endpoints": return EndpointsView(server.mesh).respond(to: request)
        case "/debug/explain": return await ExplainView(state, server).respond(to: request)
        case "/debug/search": return await SearchView(state, server).respond(to: request)
        case "/debug/networks": return await networks.respond(metrics.statistics(of: server.mesh), to: request)
        case "/debug/networks.svg": return await networks.diagram(request)
        case Self.push where request.isPost: return await PushView(server).respond(to: request)
        case "/config_dump": return await DumpView(state, server).respond(to: request)
        default: return notFound(request.path)
        }
    }

    private static func isServed(_ path: String) -> Bool { paths.contains { $0.prefix { $0 != "?" } == path } }

    private func notFound(_ path: String) -> AdminResponse {
        let message = "unknown path \(path.prefix(256))"
        return .json(.members(["error": .string(message), "expected": .texts(Self.paths)]), .notFound)
    }
}

extension AdminState {
    /// Returns the requested format of metrics.
    fileprivate func format(of request: AdminRequest) -> ExpositionFormat { ExpositionFormat(accept: request.accept) }
}
