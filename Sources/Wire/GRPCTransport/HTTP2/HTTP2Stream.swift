internal import NIOCore

/// The events that a stream reports to its owner.
///
/// The methods for received frames are called while nghttp2 reads, so the owner may submit frames but not drain or feed
/// the session (XP-L6). `streamBecameWritable` and `streamClosed` are called after nghttp2 has returned.
protocol HTTP2StreamDelegate: AnyObject {
    /// Called for a later field section: response headers on a client, trailers on both sides.
    func streamReceived(fields: [HTTPField], fieldsTooLong: Bool)
    /// Called for the payload of a DATA frame; padding is already credited (XP-H16).
    func streamReceived(data: UnsafeRawBufferPointer)
    /// Called when the peer closed its side.
    func streamReceivedEnd()
    /// Called when the queue fell to the low mark after it was above the high one.
    func streamBecameWritable()
    /// Called when the stream is closed; the last call.
    func streamClosed(code: HTTP2ErrorCode)
}

/// The session's record of one stream.
///
/// nghttp2 holds an unretained pointer to it, which is valid because the session's table keeps the record until
/// nghttp2 reports that the stream is closed.
final class HTTP2Stream {
    /// The stream identifier; 0 until it is known.
    var id: Int32
    var delegate: (any HTTP2StreamDelegate)?

    // Receiving.
    var receivedFields: [HTTPField] = []
    var receivedFieldBytes = 0
    var hasRemoteEnded = false
    /// A Boolean value that indicates whether the peer reset the stream.
    var isResetByPeer = false
    /// The bytes received for which the connection window was not credited yet.
    var uncreditedConnectionBytes = 0

    // Sending.
    var outbound = OutboundPayloadQueue()
    /// A Boolean value that indicates whether no more payload will be queued.
    var isOutboundComplete = false
    /// The trailers that are sent after the payload; nil ends with END_STREAM on DATA.
    var trailers: [HTTPField]?
    /// A Boolean value that indicates whether the data provider waits for ``HTTP2Session/resume(_:)`` (XP-L4).
    var isDeferred = false
    /// The upper limit of one DATA frame's payload in bytes.
    var maxDataLength = 16 * 1024
    /// A Boolean value that indicates whether the queue exceeded the high mark and its owner waits for the low one.
    var awaitsWritable = false
    var lowWatermark = 0
    /// The time when payload last left the queue, or when the queue last became non-empty (XP-B11).
    var lastProgress = NIODeadline.distantPast
    var isClosed = false

    init(id: Int32) {
        self.id = id
    }
}
