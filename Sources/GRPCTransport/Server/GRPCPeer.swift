public import NIOCore

/// Who is at the other end of a connection.
public struct GRPCPeer: Sendable {
    /// Number of the connection, unique in the process.
    public var connectionID: UInt64
    /// The remote address; nil for unnamed Unix sockets.
    public var address: SocketAddress?
    /// The local address.
    public var localAddress: SocketAddress?
    /// The names in the peer's verified certificate; nil without TLS, or when no certificate was asked for (O-8).
    public var identity: PeerIdentity?
}
