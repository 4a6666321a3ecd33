/// The events that a session reports to its connection.
///
/// The methods are called while nghttp2 reads or writes: submitting frames is permitted, draining and feeding is not
/// (XP-L6).
protocol HTTP2SessionDelegate: AnyObject {
    /// Called when a client opened a stream and its header list is complete (server only).
    func session(_ session: HTTP2Session, opened stream: HTTP2Stream, fields: [HTTPField], fieldsTooLong: Bool)
    func sessionReceivedSettings(isAcknowledgement: Bool)
    func sessionReceivedPing(isAcknowledgement: Bool, payload: UInt64)
    func sessionReceivedGoaway(lastStreamID: Int32, code: HTTP2ErrorCode)
    /// Called when a HEADERS or DATA frame was handed to the batch.
    func sessionSentStreamFrame()
}
