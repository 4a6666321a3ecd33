internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel
internal import MeshViews

/// The state of one connection: its discovery streams and their clients.
///
/// Confined to one event loop.
final class ConnectionContext {
    private var subscribers: [Int32: any MeshSubscriber] = [:]
    /// The clients, each with the number of its streams.
    private var clients: [EnvoyNode: (identity: ClientIdentity, streams: Int)] = [:]
    private let peer: PeerIdentity?

    private init(peer: PeerIdentity?) { self.peer = peer }

    /// Returns the state of a stream's connection, which is created for its first stream.
    static func of(_ stream: GRPCServerStream) -> ConnectionContext {
        of(stream.connection, peer: stream.peer.identity)
    }

    /// Returns the state of a connection, which is created on the first call.
    ///
    /// - Parameters:
    /// - connection: the connection; nil if it is closed.
    /// - peer: the names in the peer's certificate.
    static func of(_ connection: (any ServerConnection)?, peer: PeerIdentity?) -> ConnectionContext {
        guard let connection else { return ConnectionContext(peer: peer) }
        if let known = connection.attachment as? ConnectionContext { return known }
        let made = ConnectionContext(peer: connection.peer.identity)
        connection.attachment = made
        return made
    }

    func add(_ subscriber: any MeshSubscriber, stream: Int32) { subscribers[stream] = subscriber }

    func remove(stream: Int32) { subscribers[stream] = nil }

    /// Removes one stream of a client, and the client with its last one.
    func release(_ client: ClientIdentity) {
        guard let known = clients[client.node] else { return }
        clients[client.node] = known.streams > 1 ? (known.identity, known.streams - 1) : nil
    }

    /// Returns the client of a node for one more stream, shared by the connection's streams.
    func client(for node: EnvoyNode, in mesh: MeshState) -> ClientIdentity {
        let known = clients[node] ?? (ClientIdentity(node, in: mesh, peer: peer), 0)
        clients[node] = (known.identity, known.streams + 1)
        return known.identity
    }

    /// Notifies every stream of a new mesh, in the order in which the streams were opened.
    func meshChanged(to state: ServedState) {
        for stream in subscribers.keys.sorted() { subscribers[stream]?.meshChanged(to: state) }
    }

    /// Sends all subscribed names again to the streams of a node; of all nodes for nil.
    func pushAgain(to node: String?) {
        for stream in subscribers.keys.sorted() { subscribers[stream]?.pushAgain(to: node) }
    }

    /// Returns the resources of the clients, in the order of their streams.
    func reports(_ query: ClientQuery) -> [ClientReport] {
        reporting.lazy.compactMap { $0.report(query) }.prefix(query.maximumStreams).map(\.self)
    }

    /// Returns the clients that match a request, each as an element of the response, in the order of their streams.
    func clientStatuses(_ request: ClientStatusRequestMessage, for asker: PeerIdentity?) -> [[UInt8]] {
        reporting.compactMap { try? $0.clientStatus(request, for: asker)?.element() }
    }

    /// The streams that report, in the order in which they were opened.
    private var reporting: [any ClientStatusReporting] {
        subscribers.sorted { $0.key < $1.key }.compactMap { $0.value as? any ClientStatusReporting }
    }
}
