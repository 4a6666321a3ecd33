public import NIOCore
internal import TextFormats

/// The peer of a connection.
public struct GRPCPeer: Sendable {
    /// The number of the connection, unique in the process.
    public var connectionID: UInt64
    /// The remote address; nil for unnamed Unix sockets.
    public var address: SocketAddress?
    /// The local address.
    public var localAddress: SocketAddress?
    /// The names in the peer's verified certificate; nil without TLS, or if no certificate was requested (XP-O8).
    public var identity: PeerIdentity?

    /// The remote address as human-readable text: `127.0.0.1:40000`, `[::1]:40000`, or a path; empty if there is none.
    public var text: String {
        guard let address else { return "" }
        guard let host = address.ipAddress, let port = address.port else { return address.pathname ?? "" }
        return AddressText.hostPort(host, port)
    }
}
