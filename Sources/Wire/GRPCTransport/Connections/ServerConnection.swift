public import NIOCore

/// One connection of a server, of any HTTP version.
///
/// Confined to the event loop of its channel.
public protocol ServerConnection: AnyObject {
    /// The peer of the connection.
    var peer: GRPCPeer { get }
    /// An object that the owner may attach to this connection.
    var attachment: AnyObject? { get set }
    /// The channel, for example to read the TLS peer's certificate; nil after the connection ended.
    var channel: (any Channel)? { get }
    /// The number of open requests, gRPC and plain HTTP together.
    var streamCount: Int { get }
    /// The bytes queued and not yet handed to the channel.
    var bufferedBytes: Int { get }
    /// A Boolean value that indicates whether the connection accepts no new requests because it drains (XP-H54).
    var isDraining: Bool { get }

    /// Starts a graceful end (XP-H54).
    func beginDrain(_ plan: GRPCDrainPlan)
    /// Closes the socket at once.
    func closeNow()
}

extension ServerConnection {
    /// The number of the connection, unique in the process.
    public var id: UInt64 { peer.connectionID }
    /// A Boolean value that indicates whether the connection is over.
    public var isClosed: Bool { channel == nil }
}
