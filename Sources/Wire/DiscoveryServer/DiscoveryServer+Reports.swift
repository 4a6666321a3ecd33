public import EndpointTranslation
internal import GRPCTransport
internal import NIOCore

extension DiscoveryServer {
    /// What the connected clients have, in the order of their connections and streams.
    ///
    /// Every connection is asked on its own event loop; a bounded query is a bounded answer.
    public func clients(_ query: ClientQuery = ClientQuery()) async throws -> [ClientReport] {
        guard let loop = connections.eventLoops.first else { return [] }
        let reports = try await connections.collect(on: loop, atMost: query.maximumStreams) { connection in
            (connection.attachment as? ConnectionClients)?.reports(query) ?? []
        }.get()
        return Array(reports.prefix(query.maximumStreams))
    }

    /// The last states of the mesh and what became of each, the newest first.
    public var pushes: [PushReport] { watch.pushes.reports }

    /// What clients refused last, the newest first.
    public var rejections: [RejectionReport] { watch.rejections.newestFirst }

    /// How often the caches of assignments knew an answer.
    public var cacheUses: CacheUses { mesh.cacheUses }
}
