internal import NIOCore

/// The calls and frames of one client connection.
///
/// Not `Sendable`: use it inside ``GRPCClientConnection/run(_:)``.
public final class GRPCClientSession {
    /// The limits.
    public let configuration: GRPCClientConfiguration
    /// A closure that is called when a PING of this side was answered.
    public var onPingAnswered: ((UInt64) -> Void)?
    /// A closure that is called when the server sent GOAWAY, with its last stream and the code.
    public var onGoaway: ((Int32, HTTP2ErrorCode) -> Void)?
    /// A closure that is called when the server's SETTINGS arrived (false) or when it acknowledged ours (true).
    public var onSettings: ((Bool) -> Void)?
    /// A closure that is called once, when the connection is over and after the streams were notified.
    public var onClose: (() -> Void)?

    let http2: HTTP2Session
    let driver: HTTP2ConnectionDriver
    private var isClosed = false

    init(configuration: GRPCClientConfiguration) throws(HTTP2Error) {
        self.configuration = configuration
        self.http2 = try HTTP2Session(role: .client, configuration: configuration.http2)
        self.driver = HTTP2ConnectionDriver(session: http2)
        http2.delegate = self
        driver.delegate = self
    }

    /// The number of open streams.
    public var streamCount: Int { http2.streams.count }
    /// The bytes queued on all streams.
    public var bufferedBytes: Int { http2.queuedBytes }

    /// Opens a call.
    ///
    /// - Parameters:
    /// - path: the method path, "/service/method".
    /// - authority: the value of ":authority".
    ///   - metadata: fields to add, lower-case names only.
    /// - handler: receives the events; kept until the stream closes.
    /// - Throws: ``HTTP2Error`` if the connection accepts no more streams.
    public func openCall(
        path: String,
        authority: String = "localhost",
        metadata: [HTTPField] = [],
        handler: any GRPCClientStreamHandler
    ) throws -> GRPCClientStream {
        let fields = [
            HTTPField(":method", "POST"),
            HTTPField(":scheme", configuration.tls == nil ? "http" : "https"),
            HTTPField(":path", path),
            HTTPField(":authority", authority),
            HTTPField("content-type", "application/grpc"),
            HTTPField("te", "trailers"),
        ]
        return try open(fields: fields + metadata, handler: handler)
    }

    /// Opens a stream with any header list.
    ///
    /// - Parameters:
    ///   - fields: the header list, pseudo fields first.
    ///   - endStream: END_STREAM on the HEADERS frame.
    /// - isRaw: payload is delivered as `received(data:)` and not split into messages.
    /// - handler: receives the events; kept until the stream closes.
    /// - Throws: ``HTTP2Error`` if the connection accepts no more streams.
    public func open(
        fields: [HTTPField],
        endStream: Bool = false,
        isRaw: Bool = false,
        handler: any GRPCClientStreamHandler
    ) throws -> GRPCClientStream {
        guard !isClosed else { throw HTTP2Error(code: .closed, message: "the connection is closed") }
        let stream = try http2.submitRequest(fields, endStream: endStream)
        let call = GRPCClientStream(stream: stream, session: self, handler: handler, isRaw: isRaw)
        stream.delegate = call
        scheduleFlush()
        return call
    }

    /// Sends a PING with eight bytes of payload.
    public func ping(payload: UInt64) {
        http2.ping(payload: payload)
        scheduleFlush()
    }

    /// Sends a SETTINGS frame.
    public func send(settings: [HTTP2Setting]) throws {
        try http2.submit(settings: settings)
        scheduleFlush()
    }

    /// Sends WINDOW_UPDATE for the connection.
    public func grantConnectionWindow(bytes: Int) throws {
        try http2.grantWindow(of: nil, bytes: bytes)
        scheduleFlush()
    }

    /// Sends GOAWAY and closes the connection after it was written.
    public func terminate(code: HTTP2ErrorCode = .noError) {
        driver.terminate(code: code)
    }

    func scheduleFlush() {
        driver.scheduleFlush()
    }
}

extension GRPCClientSession: HTTP2SessionDelegate {
    func session(_ session: HTTP2Session, opened stream: HTTP2Stream, fields: [HTTPField], fieldsTooLong: Bool) {}

    func sessionReceivedSettings(isAcknowledgement: Bool) {
        onSettings?(isAcknowledgement)
    }

    func sessionReceivedPing(isAcknowledgement: Bool, payload: UInt64) {
        if isAcknowledgement {
            onPingAnswered?(payload)
        }
    }

    func sessionReceivedGoaway(lastStreamID: Int32, code: HTTP2ErrorCode) {
        onGoaway?(lastStreamID, code)
    }

    func sessionSentStreamFrame() {}
}

extension GRPCClientSession: HTTP2ConnectionDriverDelegate {
    func driverDidFlush() {}

    func driverDidClose(error: HTTP2Error?) {
        isClosed = true
        let onClose = self.onClose
        self.onClose = nil
        onPingAnswered = nil
        onGoaway = nil
        onSettings = nil
        onClose?()
    }
}
