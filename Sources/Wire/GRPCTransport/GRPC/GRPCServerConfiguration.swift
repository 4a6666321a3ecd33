public import NIOCore

/// The limits, windows and timeouts of a ``GRPCServer``.
///
/// A timeout of nil never expires.
public struct GRPCServerConfiguration: Sendable {
    /// The limits of connections, messages and queues.
    public struct Limits: Sendable {
        /// The maximum number of connections, beyond which they are closed as soon as they are accepted.
        public var maxConnections = 20_000
        /// The longest gRPC message accepted, in bytes (XP-H18).
        public var maxMessageLength = 4 * 1024 * 1024
        /// The longest body of a plain HTTP request, in bytes.
        public var maxBodyLength = 4 * 1024 * 1024
        /// The number of received bytes that one connection may hold in incomplete or withheld messages.
        ///
        /// The connection's window is credited as soon as bytes arrive, because otherwise thousands of interleaved
        /// first requests would use it up before one of them is complete (XP-H4). This limit replaces the window: the
        /// stream that exceeds it ends with RESOURCE_EXHAUSTED.
        public var maxBufferedInboundBytes = 128 * 1024 * 1024
        /// The number of received bytes that all connections together may hold in incomplete or withheld messages and
        /// bodies.
        ///
        /// Beyond it, what comes for a connection that holds more than ``inboundBytesWithoutShare`` is refused as if
        /// that connection had exceeded ``maxBufferedInboundBytes``.
        public var maxTotalInboundBytes = 256 * 1024 * 1024
        /// The number of received bytes that a connection may hold even if the others hold ``maxTotalInboundBytes``.
        public var inboundBytesWithoutShare = 16 * 1024
        /// The number of queued bytes of all streams of a connection from which no further message or request of it is
        /// handled; payloads shared with other connections count in full.
        public var maxQueuedOutboundBytes = 64 * 1024 * 1024
        /// The time that one connection may spend on received messages and requests in one turn of its event loop,
        /// after which the other connections have their turn.
        public var turnBudget = TimeAmount.milliseconds(2)
        /// The number of queued bytes from which a stream is not writable (XP-H40, XP-B5).
        public var streamHighWatermark = 64 * 1024
        /// The number of queued bytes at which a stream that was not writable becomes writable again.
        public var streamLowWatermark = 16 * 1024
        /// The marks, in bytes waiting in the channel, above which the session is no longer drained and below which it
        /// is drained again (XP-B5).
        public var channelWatermark = ChannelOptions.Types.WriteBufferWaterMark(low: 128 * 1024, high: 512 * 1024)

        /// Makes the default values.
        public init() {}
    }

    /// The times that a peer may take.
    public struct Timeouts: Sendable {
        /// The time from accepting a connection to its first request's headers (XP-H56).
        public var firstRequest: TimeAmount? = .seconds(10)
        /// The time from a request's headers to its first complete message or the end of its body, and from the first
        /// byte of a later message to its last (XP-H56).
        public var message: TimeAmount? = .seconds(10)
        /// The time between two requests on an HTTP/1.1 connection, which has no PING to check that the peer is alive.
        public var http1Idle: TimeAmount? = .seconds(300)
        /// The time that queued bytes of a stream, or of the whole connection, may wait without progress (XP-B11).
        ///
        /// A socket makes progress only when the channel falls below its low mark, so a peer that takes fewer bytes
        /// than lie between the marks in this time is disconnected too.
        public var writeStall: TimeAmount? = .seconds(60)
        /// TCP_USER_TIMEOUT of connections in milliseconds, Linux only; nil keeps the system's default (XP-H55).
        public var tcpUserMilliseconds: Int32? = 90_000

        /// Makes the default values.
        public init() {}
    }

    /// The PINGs of the server, and the limits of those of clients.
    public struct Keepalive: Sendable {
        /// The time without a received byte after which the server sends a PING (XP-H52).
        public var interval: TimeAmount? = .seconds(60)
        /// The time from that PING to closing the connection, unless any byte arrives (XP-H52).
        public var timeout: TimeAmount = .seconds(20)
        /// The shortest time between two PINGs of a client; nil permits what nghttp2's own flood limit permits
        /// (XP-H51).
        public var minPingInterval: TimeAmount?
        /// The number of early PINGs that are tolerated before the connection ends with "too_many_pings" (XP-H51).
        public var maxPingStrikes = 2

        /// Makes the default values.
        public init() {}
    }

    /// The age of connections.
    public struct Age: Sendable {
        /// The age, plus or minus a tenth, at which a connection is drained; nil means no limit (XP-H53).
        public var limit: TimeAmount?
        /// The time over which the calls of a connection that is too old are ended (XP-H53).
        public var grace = TimeAmount.seconds(10)

        /// Makes the default values.
        public init() {}
    }

    /// Session limits and window sizes, in bytes and streams.
    public var http2 = HTTP2SessionConfiguration()
    /// The number of threads of the event loop group that the server creates if none is given.
    public var eventLoopThreads = 2
    /// The number of connections that may wait to be accepted (XP-H55).
    public var backlog: Int32 = 4_096

    /// The limits of connections, messages and queues.
    public var limits = Limits()
    /// The times that a peer may take.
    public var timeouts = Timeouts()
    /// The PINGs of the server, and the limits of those of clients.
    public var keepalive = Keepalive()
    /// The age of connections.
    public var age = Age()

    /// The TLS of the server; nil serves plain text (XP-H1, XP-H2).
    ///
    /// The handshake must be complete within ``Timeouts/firstRequest``.
    public var tls: TLSReloader?
    /// A closure that inserts handlers before all others; called on the connection's event loop.
    public var configurePipeline: (@Sendable (any Channel) throws -> Void)?

    /// Makes the default configuration.
    public init() {}
}
