internal import CNghttp2
internal import NIOCore

/// The submission of frames. Every call must be followed by a drain (XP-L6), which the connection's flush does.
extension HTTP2Session {
    /// Queues the SETTINGS frame of this side and raises the connection's receive window (XP-H3, XP-H4).
    func submitPreface() throws(HTTP2Error) {
        var settings: [HTTP2Setting] = [
            .maxConcurrentStreams(configuration.maxConcurrentStreams),
            .initialWindowSize(configuration.initialWindowSize),
            .maxHeaderListSize(configuration.maxHeaderListSize),
        ]
        if role == .client {
            settings.append(.enablePush(false))
        }
        try submit(settings: settings)
        try setConnectionWindow(configuration.connectionWindowSize)
    }

    func submit(settings: [HTTP2Setting]) throws(HTTP2Error) {
        let entries = settings.map {
            nghttp2_settings_entry(settings_id: Int32($0.identifier), value: $0.value)
        }
        let result = nghttp2_submit_settings(handle, NGHTTP2.Flag.none, entries, entries.count)
        try checkSubmit(result, "SETTINGS")
    }

    /// Sets the receive window of the connection in bytes; a smaller one takes effect as credit is withheld.
    func setConnectionWindow(_ bytes: Int) throws(HTTP2Error) {
        let size = Int32(clamping: bytes)
        let result = nghttp2_session_set_local_window_size(handle, NGHTTP2.Flag.none, 0, size)
        try checkSubmit(result, "connection window")
    }

    /// Opens a stream with a request (client only); the payload follows through the stream's queue.
    ///
    /// - Parameter endStream: END_STREAM on the HEADERS frame, no payload.
    func submitRequest(_ fields: [HTTPField], endStream: Bool) throws(HTTP2Error) -> HTTP2Stream {
        let stream = HTTP2Stream(id: 0)
        let id = withNameValues(fields) { values, count in
            withDataProvider(for: stream, isAbsent: endStream) { provider in
                nghttp2_submit_request(handle, nil, values, count, provider, streamPointer(stream))
            }
        }
        if id < 0 {
            throw HTTP2Error(code: .submit, during: "request", library: Int(id))
        }
        stream.id = id
        streams[id] = stream
        return stream
    }

    /// Responds to a request with header fields; the payload follows through the stream's queue.
    ///
    /// - Parameter endStream: END_STREAM on the HEADERS frame: trailers-only, or a response without a body (XP-H34).
    func submitResponse(_ fields: [HTTPField], on stream: HTTP2Stream, endStream: Bool) throws(HTTP2Error) {
        let result = withNameValues(fields) { values, count in
            withDataProvider(for: stream, isAbsent: endStream) { provider in
                nghttp2_submit_response(handle, stream.id, values, count, provider)
            }
        }
        try checkSubmit(result, "response")
    }

    /// Lets the data provider of a stream run again (XP-L4).
    func resume(_ stream: HTTP2Stream) {
        guard stream.isDeferred else { return }
        stream.isDeferred = false
        // A stream that closed meanwhile returns INVALID_ARGUMENT, which is harmless (XP-L4).
        _ = nghttp2_session_resume_data(handle, stream.id)
    }

    /// Queues one gRPC message on a stream.
    ///
    /// - Returns: false if the message is too long for its length field.
    func send(message slices: [ByteBuffer], on stream: HTTP2Stream) -> Bool {
        let wasEmpty = stream.outbound.readableBytes == 0
        guard let added = stream.outbound.appendMessage(slices) else { return false }
        didQueue(added, wasEmpty: wasEmpty, on: stream)
        return true
    }

    /// Queues payload unchanged.
    func send(raw bytes: ByteBuffer, on stream: HTTP2Stream) {
        let wasEmpty = stream.outbound.readableBytes == 0
        stream.outbound.appendRaw(bytes)
        didQueue(bytes.readableBytes, wasEmpty: wasEmpty, on: stream)
    }

    /// Ends this side of a stream after the queued bytes, with trailers or with END_STREAM on DATA.
    func finish(_ stream: HTTP2Stream, trailers: [HTTPField]?) {
        guard !stream.isOutboundComplete else { return }
        stream.isOutboundComplete = true
        stream.trailers = trailers
        resume(stream)
    }

    func reset(_ stream: HTTP2Stream, code: HTTP2ErrorCode) {
        guard !stream.isClosed else { return }
        _ = nghttp2_submit_rst_stream(handle, NGHTTP2.Flag.none, stream.id, code.rawValue)
    }

    func ping(payload: UInt64) {
        withUnsafeBytes(of: payload.bigEndian) { bytes in
            _ = nghttp2_submit_ping(handle, NGHTTP2.Flag.none, bytes.bindMemory(to: UInt8.self).baseAddress)
        }
    }

    /// Queues the first GOAWAY of a graceful end, with last stream 2^31-1 (XP-H54).
    func submitShutdownNotice() {
        _ = nghttp2_submit_shutdown_notice(handle)
    }

    /// Queues a GOAWAY with the last stream that was accepted; later streams are ignored (XP-H54).
    func submitGoaway(code: HTTP2ErrorCode, debugData: String = "") {
        let last = nghttp2_session_get_last_proc_stream_id(handle)
        let bytes = Array(debugData.utf8)
        _ = nghttp2_submit_goaway(handle, NGHTTP2.Flag.none, last, code.rawValue, bytes, bytes.count)
    }

    /// Queues a GOAWAY at once; nghttp2 reads nothing afterwards (XP-H6).
    func terminate(code: HTTP2ErrorCode) {
        _ = nghttp2_session_terminate_session(handle, code.rawValue)
    }

    /// Gives the peer credit for `bytes` on the stream's window.
    func creditStream(_ stream: HTTP2Stream, bytes: Int) {
        guard bytes > 0, !stream.isClosed else { return }
        _ = nghttp2_session_consume_stream(handle, stream.id, bytes)
    }

    /// Gives the peer credit for `bytes` of a stream's payload on the connection's window.
    func creditConnection(_ stream: HTTP2Stream, bytes: Int) {
        let credit = min(bytes, stream.uncreditedConnectionBytes)
        guard credit > 0 else { return }
        stream.uncreditedConnectionBytes -= credit
        _ = nghttp2_session_consume_connection(handle, credit)
    }

    private func didQueue(_ bytes: Int, wasEmpty: Bool, on stream: HTTP2Stream) {
        queuedBytes += bytes
        if wasEmpty {
            stream.lastProgress = eventLoop?.now ?? .now()
        }
        resume(stream)
    }

    private func checkSubmit(_ result: Int32, _ frame: String) throws(HTTP2Error) {
        if result != 0 {
            throw HTTP2Error(code: .submit, during: frame, library: Int(result))
        }
    }

    private func streamPointer(_ stream: HTTP2Stream) -> UnsafeMutableRawPointer {
        Unmanaged.passUnretained(stream).toOpaque()
    }

    /// Lends the data provider of a stream, which nghttp2 copies; nil means no payload.
    private func withDataProvider<Result>(
        for stream: HTTP2Stream,
        isAbsent: Bool,
        _ body: (UnsafePointer<nghttp2_data_provider>?) -> Result
    ) -> Result {
        guard !isAbsent else { return body(nil) }
        let provider = nghttp2_data_provider(
            source: nghttp2_data_source(ptr: streamPointer(stream)),
            read_callback: HTTP2SessionCallbacks.readData
        )
        return withUnsafePointer(to: provider, body)
    }

    /// Lends the fields as nghttp2's array; nghttp2 copies them.
    func withNameValues<Result>(
        _ fields: [HTTPField],
        _ body: (UnsafePointer<nghttp2_nv>?, Int) -> Result
    ) -> Result {
        var text: [UInt8] = []
        for field in fields {
            text.append(contentsOf: field.name.utf8)
            text.append(contentsOf: field.value.utf8)
        }
        return text.withUnsafeMutableBufferPointer { bytes in
            withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: fields.count) { values in
                var next = bytes.baseAddress
                for (index, field) in fields.enumerated() {
                    let nameLength = field.name.utf8.count
                    let valueLength = field.value.utf8.count
                    values.initializeElement(
                        at: index,
                        to: nghttp2_nv(
                            name: next,
                            value: next?.advanced(by: nameLength),
                            namelen: nameLength,
                            valuelen: valueLength,
                            flags: NGHTTP2.NameValueFlag.none
                        )
                    )
                    next = next?.advanced(by: nameLength + valueLength)
                }
                return body(UnsafePointer(values.baseAddress), fields.count)
            }
        }
    }
}

/// Raw frames, for a client that tests its peer.
extension HTTP2Session {
    /// Sends WINDOW_UPDATE at once, whatever was consumed; `stream` nil means the connection.
    func grantWindow(of stream: HTTP2Stream?, bytes: Int) throws(HTTP2Error) {
        let result = nghttp2_submit_window_update(
            handle,
            NGHTTP2.Flag.none,
            stream?.id ?? 0,
            Int32(clamping: bytes)
        )
        if result != 0 {
            throw HTTP2Error(code: .submit, during: "WINDOW_UPDATE", library: Int(result))
        }
    }
}
