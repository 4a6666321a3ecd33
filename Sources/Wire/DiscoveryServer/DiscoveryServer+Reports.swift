public import EndpointTranslation
internal import GRPCTransport
internal import MeshViews
internal import NIOCore

extension DiscoveryServer {
    /// Returns the resources of the connected clients, in the order of their connections and streams.
    ///
    /// Each connection is queried on its own event loop; the limits of the query also limit the result.
    public func clients(_ query: ClientQuery = ClientQuery()) async throws -> [ClientReport] {
        guard let loop = connections.eventLoops.first else { return [] }
        let reports = try await connections.collect(on: loop, atMost: query.maximumStreams) { connection in
            (connection.attachment as? ConnectionContext)?.reports(query) ?? []
        }.get()
        return Array(reports.prefix(query.maximumStreams))
    }

    /// The last states of the mesh with their push statistics, the newest first.
    public var pushes: [PushSummary] { telemetry.pushes.reports }

    /// The last rejections by clients, the newest first.
    public var rejections: [RejectionReport] { telemetry.rejections.newestFirst }

    /// The hits and misses of the assignment caches.
    public var cacheUses: CacheUses { mesh.cacheUses }
}
