public import NIOCore

/// The limits of a ``GRPCClientConnection``.
public struct GRPCClientConfiguration: Sendable {
    /// Session limits and window sizes, in bytes and streams.
    public var http2 = HTTP2SessionConfiguration()
    /// Longest message accepted, in bytes.
    public var maxMessageLength = 256 * 1024 * 1024
    /// Whether received bytes are credited as they come; false leaves it to
    /// ``GRPCClientSession/grantConnectionWindow(bytes:)`` and ``GRPCClientStream/grantWindow(bytes:)``.
    public var creditsAutomatically = true
    /// Queued bytes from which a stream counts as not writable.
    public var streamHighWatermark = 64 * 1024
    /// Queued bytes at which a stream that was not writable becomes writable again.
    public var streamLowWatermark = 16 * 1024
    /// Longest time to connect.
    public var connectTimeout = TimeAmount.seconds(10)
    /// TLS; nil speaks plain text.
    public var tls: TLSClientContext?
    /// Puts handlers in front of all others; called on the connection's event loop.
    public var configurePipeline: (@Sendable (any Channel) throws -> Void)?

    /// Makes the default configuration.
    public init() {}
}
