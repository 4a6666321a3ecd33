/// The limits and window sizes of one HTTP/2 session.
public struct HTTP2SessionConfiguration: Sendable {
    /// MAX_CONCURRENT_STREAMS that this side advertises, in streams (XP-H3).
    ///
    /// Streams over it get REFUSED_STREAM until the peer has acknowledged our SETTINGS (XP-H5); a peer that goes over
    /// it afterwards breaks the protocol, and nghttp2 ends the connection.
    public var maxConcurrentStreams = 10_000
    /// INITIAL_WINDOW_SIZE that this side advertises, in bytes a stream (XP-H3).
    public var initialWindowSize = 256 * 1024
    /// Receive window of the connection, in bytes (XP-H4).
    public var connectionWindowSize = 4 * 1024 * 1024
    /// MAX_HEADER_LIST_SIZE, in bytes; longer lists are cut while they are read (XP-H3, X-28).
    public var maxHeaderListSize = 64 * 1024
    /// RST_STREAM frames accepted at once (XP-L2); raised to four times ``maxConcurrentStreams`` when it is lower.
    public var streamResetBurst = 40_000
    /// RST_STREAM frames accepted each second after the burst (XP-L2).
    public var streamResetRate = 500
    /// CONTINUATION frames accepted after one HEADERS frame (XP-H7).
    public var maxContinuations = 8
    /// Empty DATA frames accepted in a row, without END_STREAM, on one connection (XP-H7).
    public var maxConsecutiveEmptyDataFrames = 1_000
    /// Bytes of padding put on every DATA frame sent, 0 to 255; for tests of the peer.
    public var outboundPadding = 0
    /// Payload slices below this many bytes are copied into the batch beside their frame header.
    ///
    /// A system call's vector entry costs more than the copy of a few hundred bytes. 0 never copies.
    public var copyBelow = 512

    /// Makes the default limits.
    public init() {}
}
