internal import CNghttp2
internal import NIOCore

/// One `nghttp2_session`, in server or client mode.
///
/// The session does no input or output: received bytes are fed in with ``receive(_:)``, bytes to send are drained into
/// ``batch``. It is confined to one event loop, and ``receive(_:)`` and ``drain()`` are never called from callbacks
/// (XP-L6). It returns no window credit automatically (XP-L7): ``creditStream(_:bytes:)`` and
/// ``creditConnection(_:bytes:)`` do, each on its own level (XP-H4).
final class HTTP2Session {
    enum Role {
        case server
        case client
    }

    enum DrainResult {
        /// nghttp2 has nothing to send at present.
        case idle
        /// The batch is full; drain again after writing it.
        case batchFull
    }

    let role: Role
    let configuration: HTTP2SessionConfiguration
    /// The connection; set to nil by ``invalidate()``, which breaks the reference cycle.
    var delegate: (any HTTP2SessionDelegate)?
    private(set) var handle: OpaquePointer
    /// The open streams by identifier.
    var streams: [Int32: HTTP2Stream] = [:]
    /// The bytes ready to be written.
    var batch: OutboundBatch
    /// The bytes queued on all streams and not yet handed to ``batch``.
    var queuedBytes = 0
    /// The time of the current drain, for stall measurement.
    var now = NIODeadline.distantPast
    /// The event loop, used as the clock.
    var eventLoop: (any EventLoop)?
    /// The streams closed by nghttp2 whose owners were not notified yet.
    var closedStreams: [(stream: HTTP2Stream, code: HTTP2ErrorCode)] = []
    /// The streams whose queue fell to the low mark since the last report.
    var writableStreams: [HTTP2Stream] = []
    var isDrainPaused = false
    var consecutiveEmptyDataFrames = 0
    var dataFrameHadPayload = false
    var closedFrames: ClosedStreamFrames
    private(set) var isInsideLibrary = false

    init(role: Role, configuration: HTTP2SessionConfiguration) throws(HTTP2Error) {
        self.role = role
        self.configuration = configuration
        self.closedFrames = ClosedStreamFrames(
            burst: configuration.closedStreamFrameBurst,
            ratePerSecond: configuration.closedStreamFrameRate
        )
        self.batch = OutboundBatch(copyBelow: configuration.copyBelow)
        self.handle = try Self.makeHandle(role: role, configuration: configuration)
        nghttp2_session_set_user_data(handle, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        nghttp2_session_del(handle)
    }

    /// A Boolean value that indicates whether nghttp2 expects more bytes; when ``wantsWrite`` is false too, the
    /// connection is over.
    var wantsRead: Bool { nghttp2_session_want_read(handle) != 0 }
    var wantsWrite: Bool { nghttp2_session_want_write(handle) != 0 }

    /// The bytes that the peer permits this side to send on the connection now.
    var remoteConnectionWindow: Int { Int(nghttp2_session_get_remote_window_size(handle)) }

    /// Returns the bytes that the peer permits this side to send on a stream now; negative after it shrank the window.
    func remoteWindow(of stream: HTTP2Stream) -> Int {
        Int(nghttp2_session_get_stream_remote_window_size(handle, stream.id))
    }

    /// Feeds received bytes to `nghttp2_session_mem_recv`.
    ///
    /// - Throws: ``HTTP2Error`` if the connection must end. nghttp2 reports most violations by queueing a GOAWAY
    ///   instead, after which ``wantsRead`` is false (XP-H6).
    func receive(_ bytes: UnsafeRawBufferPointer) throws(HTTP2Error) {
        guard let base = bytes.bindMemory(to: UInt8.self).baseAddress, !bytes.isEmpty else { return }
        isInsideLibrary = true
        let consumed = nghttp2_session_mem_recv(handle, base, bytes.count)
        isInsideLibrary = false
        if consumed < 0 {
            throw HTTP2Error(code: .connection, during: "receive frames", library: consumed)
        }
    }

    /// Moves bytes to send into ``batch`` until nothing is left or the batch is full, with `nghttp2_session_mem_send`.
    func drain() throws(HTTP2Error) -> DrainResult {
        isInsideLibrary = true
        defer { isInsideLibrary = false }
        while !batch.isFull {
            isDrainPaused = false
            var bytes: UnsafePointer<UInt8>?
            let count = nghttp2_session_mem_send(handle, &bytes)
            if count < 0 {
                throw HTTP2Error(code: .library, during: "serialize frames", library: count)
            }
            if count == 0 {
                return isDrainPaused ? .batchFull : .idle
            }
            batch.append(copying: UnsafeRawBufferPointer(start: bytes, count: count))
        }
        return .batchFull
    }

    /// Removes the streams without notifying their owners and returns them in the order of their identifiers.
    func invalidate() -> [HTTP2Stream] {
        delegate = nil
        let open = streams.values.sorted { $0.id < $1.id }
        streams.removeAll()
        for stream in open {
            stream.isClosed = true
            stream.outbound.removeAll()
        }
        queuedBytes = 0
        return open
    }

    private static func makeHandle(
        role: Role,
        configuration: HTTP2SessionConfiguration
    ) throws(HTTP2Error) -> OpaquePointer {
        var option: OpaquePointer?
        try check(nghttp2_option_new(&option), during: "nghttp2_option_new")
        defer { nghttp2_option_del(option) }
        nghttp2_option_set_no_auto_window_update(option, 1)
        nghttp2_option_set_no_closed_streams(option, 1)
        nghttp2_option_set_max_continuations(option, configuration.maxContinuations)
        if role == .server {
            let burst = max(configuration.streamResetBurst, 4 * configuration.maxConcurrentStreams)
            nghttp2_option_set_stream_reset_rate_limit(option, UInt64(burst), UInt64(configuration.streamResetRate))
        }
        var callbacks: OpaquePointer?
        try check(nghttp2_session_callbacks_new(&callbacks), during: "nghttp2_session_callbacks_new")
        defer { nghttp2_session_callbacks_del(callbacks) }
        HTTP2SessionCallbacks.install(in: callbacks, padding: configuration.outboundPadding > 0)
        var session: OpaquePointer?
        switch role {
        case .server:
            try check(nghttp2_session_server_new2(&session, callbacks, nil, option), during: "create server session")
        case .client:
            try check(nghttp2_session_client_new2(&session, callbacks, nil, option), during: "create client session")
        }
        guard let session else {
            throw HTTP2Error(code: .library, message: "nghttp2 returned no session")
        }
        return session
    }

    static func check(_ result: Int32, during operation: String) throws(HTTP2Error) {
        if result != 0 {
            throw HTTP2Error(code: .library, during: operation, library: Int(result))
        }
    }
}
