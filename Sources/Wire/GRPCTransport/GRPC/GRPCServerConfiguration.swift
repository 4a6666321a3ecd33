public import NIOCore

/// The limits, windows and timeouts of a ``GRPCServer``.
///
/// A timeout of nil never runs out.
public struct GRPCServerConfiguration: Sendable {
    /// Session limits and window sizes, in bytes and streams.
    public var http2 = HTTP2SessionConfiguration()
    /// Threads of the event loop group that the server makes when none is given.
    public var eventLoopThreads = 2
    /// Connections that wait to be accepted (XP-H55).
    public var backlog: Int32 = 4_096
    /// Connections at once; more are closed as soon as they are accepted, and nil does not bound them.
    public var maxConnections: Int?

    /// Longest gRPC message accepted, in bytes (XP-H18).
    public var maxMessageLength = 4 * 1024 * 1024
    /// Longest body of a plain HTTP request, in bytes.
    public var maxBodyLength = 4 * 1024 * 1024
    /// Received bytes that one connection may hold in incomplete or withheld messages.
    ///
    /// The connection's window is credited as soon as bytes arrive, because thousands of first requests that come
    /// interleaved would otherwise use it up before one of them is complete (XP-H4). This bound takes its place: the
    /// stream that crosses it ends with RESOURCE_EXHAUSTED.
    public var maxBufferedInboundBytes = 128 * 1024 * 1024
    /// Queued bytes from which a stream counts as not writable (XP-H40, XP-B5).
    public var streamHighWatermark = 64 * 1024
    /// Queued bytes at which a stream that was not writable becomes writable again.
    public var streamLowWatermark = 16 * 1024
    /// Bytes waiting in the channel at which the session is no longer drained, and at which it is again (XP-B5).
    public var channelWatermark = ChannelOptions.Types.WriteBufferWaterMark(low: 128 * 1024, high: 512 * 1024)

    /// Time from accepting a connection to its first request's headers (XP-H56).
    public var firstRequestTimeout: TimeAmount? = .seconds(10)
    /// Time from a request's headers to its first complete message, or the end of its body (XP-H56).
    public var firstMessageTimeout: TimeAmount? = .seconds(10)
    /// Time between two requests on a connection of HTTP/1.1, which has no PING to see whether the peer is still there.
    public var http1IdleTimeout: TimeAmount? = .seconds(300)
    /// Time that queued bytes of a stream, or of the whole connection, may stay unmoved (XP-B11).
    ///
    /// A socket counts as unmoved until the channel is below its low mark again, so a peer that takes fewer bytes than
    /// lie between the marks in this time is cut off too.
    public var writeStallTimeout: TimeAmount? = .seconds(60)
    /// Time without a received byte after which the server sends a PING (XP-H52).
    public var keepaliveInterval: TimeAmount? = .seconds(60)
    /// Time from that PING to closing, unless any byte comes (XP-H52).
    public var keepaliveTimeout: TimeAmount = .seconds(20)
    /// Age, give or take a tenth, at which a connection is drained; nil lets connections grow old (XP-H53).
    public var maxConnectionAge: TimeAmount?
    /// Time over which the calls of a connection that is too old are ended (XP-H53).
    public var maxConnectionAgeGrace = TimeAmount.seconds(10)
    /// Shortest time between two PINGs of a client; nil permits all that nghttp2's own flood limit permits (XP-H51).
    public var minPingInterval: TimeAmount?
    /// PINGs that may come too early before the connection ends with "too_many_pings" (XP-H51).
    public var maxPingStrikes = 2
    /// TCP_USER_TIMEOUT of connections in milliseconds, Linux only; nil leaves the system's (XP-H55).
    public var tcpUserTimeoutMilliseconds: Int32? = 90_000

    /// TLS; nil serves plain text (XP-H1, XP-H2).
    ///
    /// The handshake must be done within ``firstRequestTimeout``.
    public var tls: TLSReloader?
    /// Puts handlers in front of all others; called on the connection's event loop.
    public var configurePipeline: (@Sendable (any Channel) throws -> Void)?

    /// Makes the default configuration.
    public init() {}
}
