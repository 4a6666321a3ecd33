internal import DiscoveryProtocol
internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel
internal import MeshViews

/// The reports of a stream for other callers.
extension DiscoveryStream {
    func clientStatus(_ request: ClientStatusRequestMessage, for asker: PeerIdentity?) -> ClientConfigMessage? {
        guard !isEnded, let client, request.matches(client.node.id) else { return nil }
        let catalog = client.catalog(in: holder.current, options)
        // The caller may see nodes that it may claim itself (XP-O8).
        let rejection = holder.authorization?.rejection(
            of: asker,
            as: client.node.id,
            namespace: client.proxy.namespace
        )
        guard rejection == nil else { return nil }
        let statuses = endpoints { $0.statuses } ?? []
        return ClientConfigMessage(
            node: client.node,
            scope: "\(stream.peer.connectionID)/\(stream.id) \(stream.request.path)",
            resources: statuses.map { status in
                let isShown = !request.excludesContents && status.sent.version != nil
                let content = isShown ? catalog.state.mesh.assignment(named: status.name, for: catalog.proxy) : nil
                return ClientConfigMessage.Resource(status, content: content)
            }
        )
    }

    func report(_ query: ClientQuery) -> ClientReport? {
        guard !isEnded, let client, query.node == nil || query.node == client.node.id else { return nil }
        let proxy = client.catalog(in: holder.current, options).proxy
        let statuses = endpoints { $0.statuses } ?? []
        return ClientReport(
            connection: stream.peer.connectionID,
            stream: stream.id,
            streamProtocol: statistics.kind,
            node: client.node.id,
            peer: stream.peer.text,
            proxy: proxy,
            knownBy: client.resolution.source.word,
            openedAt: statistics.openedAt,
            isWildcard: endpoints { $0.isWildcard } ?? false,
            resourceCount: statuses.count,
            resources: statuses.prefix(query.maximumNames).map(ClientReport.Resource.init),
            pushes: statistics.pushes,
            acknowledgements: statistics.acknowledgements,
            rejections: statistics.rejections,
            bytes: statistics.bytes,
            queuedBytes: stream.bufferedBytes,
            slowSince: statistics.slowSince,
            lastRejection: statistics.lastRejection
        )
    }
}
