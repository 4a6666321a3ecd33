internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel

/// A stream that follows the mesh.
protocol MeshFollower: AnyObject {
    /// The mesh changed.
    func meshChanged(to mesh: ServedMesh)

    /// What the client of the stream has, if it is one that can be asked about (XP-O3).
    ///
    /// - Parameter asker: who asks; nothing is told of nodes that it may not be.
    func clientStatus(_ request: ClientStatusRequestMessage, for asker: PeerIdentity?) -> ClientConfigMessage?

    /// What the client of the stream has, for who runs the server; nil if it is not known yet who the client is.
    func report(_ query: ClientQuery) -> ClientReport?
}

extension MeshFollower {
    func clientStatus(_ request: ClientStatusRequestMessage, for asker: PeerIdentity?) -> ClientConfigMessage? { nil }

    func report(_ query: ClientQuery) -> ClientReport? { nil }
}

/// What one connection carries: its discovery streams and the clients they name.
///
/// Confined to one event loop.
final class ConnectionClients {
    private var followers: [Int32: any MeshFollower] = [:]
    private var clients: [EnvoyNode: ClientIdentity] = [:]
    private let peer: PeerIdentity?

    private init(peer: PeerIdentity?) { self.peer = peer }

    /// The state of the connection that a stream belongs to; made when it is the first.
    static func of(_ stream: GRPCServerStream) -> ConnectionClients {
        of(stream.connection, peer: stream.peer.identity)
    }

    /// The state of a connection; made when it is asked for first.
    ///
    /// - Parameters:
    ///   - connection: the connection; nil when it is gone.
    ///   - peer: who is at the other end.
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

    /// The client of a node, shared by the connection's streams.
    func client(for node: EnvoyNode, in mesh: ServedMesh) -> ClientIdentity {
        if let known = clients[node] { return known }
        let made = ClientIdentity(node, in: mesh, peer: peer)
        clients[node] = made
        return made
    }

    /// Tells every stream of a new mesh, in the order in which the streams were opened.
    func meshChanged(to mesh: ServedMesh) {
        for stream in followers.keys.sorted() { followers[stream]?.meshChanged(to: mesh) }
    }

    /// What the clients have, in the order of their streams.
    func reports(_ query: ClientQuery) -> [ClientReport] {
        followers.sorted { $0.key < $1.key }.lazy.compactMap { $0.value.report(query) }.prefix(query.maximumStreams)
            .map(\.self)
    }

    /// The clients that a request means, each as an element of the answer, in the order of their streams.
    func clientStatuses(_ request: ClientStatusRequestMessage, for asker: PeerIdentity?) -> [[UInt8]] {
        followers.sorted { $0.key < $1.key }.compactMap { try? $0.value.clientStatus(request, for: asker)?.element() }
    }
}
