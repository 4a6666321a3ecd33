public import NIOCore

/// The limits of a ``GRPCClientConnection``.
public struct GRPCClientConfiguration: Sendable {
    /// Session limits and window sizes, in bytes and streams.
    public var http2 = HTTP2SessionConfiguration()
    /// The longest message accepted, in bytes.
    public var maxMessageLength = 256 * 1024 * 1024
    /// A Boolean value that indicates whether received bytes are credited as they arrive; false leaves it to
    /// ``GRPCClientSession/grantConnectionWindow(bytes:)`` and ``GRPCClientStream/grantWindow(bytes:)``.
    public var creditsAutomatically = true
    /// The number of queued bytes from which a stream is not writable.
    public var streamHighWatermark = 64 * 1024
    /// The number of queued bytes at which a stream that was not writable becomes writable again.
    public var streamLowWatermark = 16 * 1024
    /// The longest time to connect.
    public var connectTimeout = TimeAmount.seconds(10)
    /// The TLS of the connection; nil uses plain text.
    public var tls: TLSClientContext?
    /// A closure that inserts handlers before all others; called on the connection's event loop.
    public var configurePipeline: (@Sendable (any Channel) throws -> Void)?

    /// Makes the default configuration.
    public init() {}
}
