internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel
internal import MeshViews

/// A stream that is notified of mesh changes.
protocol MeshFollower: AnyObject {
    /// Called when the mesh changed.
    func meshChanged(to state: ServedState)

    /// Sends all subscribed names again, although they did not change.
    ///
    /// - Parameter node: the node id of the client; nil for any.
    func pushAgain(to node: String?)

    /// Returns the resources of the stream's client, or nil if the request does not match it (XP-O3).
    ///
    /// - Parameter asker: the requesting client; nodes that it may not claim are omitted.
    func clientStatus(_ request: ClientStatusRequestMessage, for asker: PeerIdentity?) -> ClientConfigMessage?

    /// Returns the resources of the stream's client for the administrator; nil if the client is not identified yet.
    func report(_ query: ClientQuery) -> ClientReport?
}

extension MeshFollower {
    func pushAgain(to node: String?) {}

    func clientStatus(_ request: ClientStatusRequestMessage, for asker: PeerIdentity?) -> ClientConfigMessage? { nil }

    func report(_ query: ClientQuery) -> ClientReport? { nil }
}

/// The state of one connection: its discovery streams and their clients.
///
/// Confined to one event loop.
final class ConnectionClients {
    private var followers: [Int32: any MeshFollower] = [:]
    private var clients: [EnvoyNode: ClientIdentity] = [:]
    private let peer: PeerIdentity?

    private init(peer: PeerIdentity?) { self.peer = peer }

    /// Returns the state of a stream's connection, which is created for its first stream.
    static func of(_ stream: GRPCServerStream) -> ConnectionClients {
        of(stream.connection, peer: stream.peer.identity)
    }

    /// Returns the state of a connection, which is created on the first call.
    ///
    /// - Parameters:
    /// - connection: the connection; nil if it is closed.
    /// - peer: the names in the peer's certificate.
    static func of(_ connection: (any ServerConnection)?, peer: PeerIdentity?) -> ConnectionClients {
        guard let connection else { return ConnectionClients(peer: peer) }
        if let known = connection.attachment as? ConnectionClients { return known }
        let made = ConnectionClients(peer: connection.peer.identity)
        connection.attachment = made
        return made
    }

    func add(_ follower: any MeshFollower, stream: Int32) { followers[stream] = follower }

    func remove(stream: Int32) {
        followers[stream] = nil
        if followers.isEmpty { clients.removeAll() }
    }

    /// Returns the client of a node, shared by the connection's streams.
    func client(for node: EnvoyNode, in mesh: MeshState) -> ClientIdentity {
        if let known = clients[node] { return known }
        let made = ClientIdentity(node, in: mesh, peer: peer)
        clients[node] = made
        return made
    }

    /// Notifies every stream of a new mesh, in the order in which the streams were opened.
    func meshChanged(to state: ServedState) {
        for stream in followers.keys.sorted() { followers[stream]?.meshChanged(to: state) }
    }

    /// Sends all subscribed names again to the streams of a node; of all nodes for nil.
    func pushAgain(to node: String?) {
        for stream in followers.keys.sorted() { followers[stream]?.pushAgain(to: node) }
    }

    /// Returns the resources of the clients, in the order of their streams.
    func reports(_ query: ClientQuery) -> [ClientReport] {
        followers.sorted { $0.key < $1.key }.lazy.compactMap { $0.value.report(query) }.prefix(query.maximumStreams)
            .map(\.self)
    }

    /// Returns the clients that match a request, each as an element of the response, in the order of their streams.
    func clientStatuses(_ request: ClientStatusRequestMessage, for asker: PeerIdentity?) -> [[UInt8]] {
        followers.sorted { $0.key < $1.key }.compactMap { try? $0.value.clientStatus(request, for: asker)?.element() }
    }
}
