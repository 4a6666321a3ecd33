public import NIOCore

/// One connection of a server, whichever version of HTTP it speaks.
///
/// Confined to the event loop of its channel.
public protocol ServerConnection: AnyObject {
    /// Who is at the other end.
    var peer: GRPCPeer { get }
    /// For the owner, who may attach what it knows of this connection.
    var attachment: AnyObject? { get set }
    /// The channel, for example to read the TLS peer's certificate; nil after the end.
    var channel: (any Channel)? { get }
    /// Requests that are open, of gRPC and plain HTTP together.
    var streamCount: Int { get }
    /// Bytes queued and not yet handed to the channel.
    var bufferedBytes: Int { get }
    /// Whether the connection takes no new requests because it drains (XP-H54).
    var isDraining: Bool { get }

    /// Starts a graceful end (XP-H54).
    func beginDrain(_ plan: GRPCDrainPlan)
    /// Closes the socket at once.
    func closeNow()
}

extension ServerConnection {
    /// The number of the connection, unique in the process.
    public var id: UInt64 { peer.connectionID }
    /// Whether the connection is over.
    public var isClosed: Bool { channel == nil }
}
