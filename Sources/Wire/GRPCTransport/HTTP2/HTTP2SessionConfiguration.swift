/// The limits and window sizes of one HTTP/2 session.
public struct HTTP2SessionConfiguration: Sendable {
    /// The MAX_CONCURRENT_STREAMS that this side advertises, in streams (XP-H3).
    ///
    /// Streams over the limit get REFUSED_STREAM until the peer has acknowledged our SETTINGS (XP-H5). A peer that
    /// exceeds it afterwards violates the protocol, and nghttp2 ends the connection.
    public var maxConcurrentStreams = 10_000
    /// The INITIAL_WINDOW_SIZE that this side advertises, in bytes a stream (XP-H3).
    public var initialWindowSize = 256 * 1024
    /// The receive window of the connection, in bytes (XP-H4).
    public var connectionWindowSize = 4 * 1024 * 1024
    /// The MAX_HEADER_LIST_SIZE, in bytes; longer lists are truncated while they are read (XP-H3, X-28).
    public var maxHeaderListSize = 64 * 1024
    /// The number of RST_STREAM frames accepted at once (XP-L2); raised to four times ``maxConcurrentStreams`` if it is
    /// lower.
    public var streamResetBurst = 40_000
    /// The number of RST_STREAM frames accepted each second after the burst (XP-L2).
    public var streamResetRate = 500
    /// The number of DATA and HEADERS frames on closed streams accepted at once (XP-H7).
    public var closedStreamFrameBurst = 10_000
    /// The number of such frames accepted each second after the burst (XP-H7).
    public var closedStreamFrameRate = 500
    /// The number of CONTINUATION frames accepted after one HEADERS frame (XP-H7).
    public var maxContinuations = 8
    /// The number of empty DATA frames accepted in a row, without END_STREAM, on one connection (XP-H7).
    public var maxConsecutiveEmptyDataFrames = 1_000
    /// The bytes of padding added to every DATA frame sent, 0 to 255; for tests of the peer.
    public var outboundPadding = 0
    /// The length in bytes below which payload slices are copied into the batch beside their frame header.
    ///
    /// A vector entry of a system call costs more than the copy of a few hundred bytes. 0 never copies.
    public var copyBelow = 512

    /// Makes the default limits.
    public init() {}
}
