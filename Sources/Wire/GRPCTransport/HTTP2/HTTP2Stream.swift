internal import NIOCore

/// What a stream tells its owner.
///
/// The calls for received frames come while nghttp2 reads, so the owner may submit frames but not drain or feed the
/// session (XP-L6). `streamBecameWritable` and `streamClosed` come after nghttp2 has returned.
protocol HTTP2StreamDelegate: AnyObject {
    /// A later field section came: response headers on a client, trailers on both sides.
    func streamReceived(fields: [HTTPField], fieldsTooLong: Bool)
    /// Payload of a DATA frame; padding is already credited (XP-H16).
    func streamReceived(data: UnsafeRawBufferPointer)
    /// The peer closed its side.
    func streamReceivedEnd()
    /// The queue fell to the low mark after it was above the high one.
    func streamBecameWritable()
    /// The stream is gone; the last call.
    func streamClosed(code: HTTP2ErrorCode)
}

/// The session's record of one stream.
///
/// nghttp2 holds an unretained pointer to it, which is valid because the session's table keeps the record until
/// nghttp2 reports that the stream is closed.
final class HTTP2Stream {
    /// 0 until the identifier is known.
    var id: Int32
    var delegate: (any HTTP2StreamDelegate)?

    // Receiving.
    var receivedFields: [HTTPField] = []
    var receivedFieldBytes = 0
    var hasRemoteEnded = false
    /// Bytes received for which the connection window was not credited yet.
    var uncreditedConnectionBytes = 0

    // Sending.
    var outbound = OutboundPayloadQueue()
    /// No more payload will be queued.
    var isOutboundComplete = false
    /// Sent after the payload; nil ends with END_STREAM on DATA.
    var trailers: [HTTPField]?
    /// The data provider waits for ``HTTP2Session/resume(_:)`` (XP-L4).
    var isDeferred = false
    /// Upper bound of one DATA frame's payload in bytes.
    var maxDataLength = 16 * 1024
    /// The queue went over the high mark and its owner waits for the low one.
    var awaitsWritable = false
    var lowWatermark = 0
    /// When payload last left the queue, or the queue last became non-empty (XP-B11).
    var lastProgress = NIODeadline.distantPast
    var isClosed = false

    init(id: Int32) {
        self.id = id
    }
}
