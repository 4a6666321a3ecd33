internal import CNghttp2
internal import NIOCore

/// The handling of events that nghttp2 reports while it reads.
extension HTTP2Session {
    /// The multiple of the advertised list size beyond which a list ends the connection.
    private static let listSizeFactor = 16

    /// Counts and answers frames on streams that are closed; nghttp2 discards them after this.
    func beganFrame(_ header: nghttp2_frame_hd) {
        let isHeaders = header.type == NGHTTP2.FrameType.headers
        guard role == .server, isHeaders || header.type == NGHTTP2.FrameType.data else { return }
        let id = header.stream_id
        if isHeaders, id > closedFrames.lastOpened {
            // Until the request is accepted: nghttp2 refuses streams over the limit without a callback.
            closedFrames.opened(id)
            return closedFrames.endedHere(id)
        }
        guard streams[id] == nil else { return }
        switch closedFrames.received(isHeaders: isHeaders, on: id, at: eventLoop?.now ?? .now()) {
        case .ignore: break
        case .reset:
            _ = nghttp2_submit_rst_stream(
                handle,
                NGHTTP2.Flag.none,
                id,
                HTTP2ErrorCode.streamClosed.rawValue
            )
        case .terminate(let code): terminate(code: code)
        }
    }

    func beganHeaders(_ frame: UnsafePointer<nghttp2_frame>) -> Int32 {
        guard role == .server, frame.pointee.headers.cat == NGHTTP2.HeadersCategory.request else {
            return NGHTTP2.Callback.success
        }
        let stream = HTTP2Stream(id: frame.pointee.hd.stream_id)
        streams[stream.id] = stream
        closedFrames.acceptedRequest(stream.id)
        nghttp2_session_set_stream_user_data(handle, stream.id, Unmanaged.passUnretained(stream).toOpaque())
        return NGHTTP2.Callback.success
    }

    /// Stores a field while the list is within its limit; beyond it only the size is counted (XP-H7, X-28).
    func receivedField(
        _ frame: UnsafePointer<nghttp2_frame>,
        name: UnsafeBufferPointer<UInt8>,
        value: UnsafeBufferPointer<UInt8>
    ) -> Int32 {
        guard let stream = streams[frame.pointee.hd.stream_id] else { return NGHTTP2.Callback.success }
        stream.receivedFieldBytes += HTTPField.listSize(nameLength: name.count, valueLength: value.count)
        if stream.receivedFieldBytes <= configuration.maxHeaderListSize {
            let field = HTTPField(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
            stream.receivedFields.append(field)
            return NGHTTP2.Callback.success
        }
        stream.receivedFields.removeAll { !$0.name.hasPrefix(":") }
        guard stream.receivedFieldBytes > Self.listSizeFactor * configuration.maxHeaderListSize else {
            return NGHTTP2.Callback.success
        }
        // One byte may stand for an indexed field of kilobytes, so the work has no bound by the bytes received.
        terminate(code: .enhanceYourCalm)
        return NGHTTP2.Callback.streamFailure
    }

    func receivedData(_ bytes: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        dataFrameHadPayload = true
        stream.uncreditedConnectionBytes += bytes.count
        guard let delegate = stream.delegate else {
            creditConnection(stream, bytes: bytes.count)
            return
        }
        delegate.streamReceived(data: bytes)
    }

    func receivedFrame(_ frame: UnsafePointer<nghttp2_frame>) {
        let header = frame.pointee.hd
        switch header.type {
        case NGHTTP2.FrameType.headers:
            receivedHeaders(frame)
        case NGHTTP2.FrameType.data:
            receivedDataEnd(flags: header.flags)
            receivedEndStream(header)
        case NGHTTP2.FrameType.rstStream:
            streams[header.stream_id]?.isResetByPeer = true
        case NGHTTP2.FrameType.settings:
            delegate?.sessionReceivedSettings(isAcknowledgement: header.flags & NGHTTP2.Flag.ack != 0)
        case NGHTTP2.FrameType.ping:
            let payload = withUnsafeBytes(of: frame.pointee.ping.opaque_data) { $0.loadUnaligned(as: UInt64.self) }
            delegate?.sessionReceivedPing(
                isAcknowledgement: header.flags & NGHTTP2.Flag.ack != 0,
                payload: UInt64(bigEndian: payload)
            )
        case NGHTTP2.FrameType.goaway:
            let goaway = frame.pointee.goaway
            delegate?.sessionReceivedGoaway(
                lastStreamID: goaway.last_stream_id,
                code: HTTP2ErrorCode(rawValue: goaway.error_code)
            )
        default:
            break
        }
    }

    func closedStream(_ id: Int32, code: HTTP2ErrorCode) {
        guard let stream = streams.removeValue(forKey: id) else { return }
        if role == .server, !stream.hasRemoteEnded, !stream.isResetByPeer { closedFrames.endedHere(id) }
        // Bytes that will not be consumed any more must not shrink the connection's window permanently (XP-H4).
        creditConnection(stream, bytes: stream.uncreditedConnectionBytes)
        queuedBytes -= stream.outbound.readableBytes
        stream.outbound.removeAll()
        stream.isClosed = true
        // The owner is notified after nghttp2 has returned; the record must live until then.
        closedStreams.append((stream, code))
    }

    private func receivedHeaders(_ frame: UnsafePointer<nghttp2_frame>) {
        guard let stream = streams[frame.pointee.hd.stream_id] else { return }
        let fields = stream.receivedFields
        let isTooLong = stream.receivedFieldBytes > configuration.maxHeaderListSize
        stream.receivedFields = []
        stream.receivedFieldBytes = 0
        if role == .server, frame.pointee.headers.cat == NGHTTP2.HeadersCategory.request {
            delegate?.session(self, opened: stream, fields: fields, fieldsTooLong: isTooLong)
        } else {
            stream.delegate?.streamReceived(fields: fields, fieldsTooLong: isTooLong)
        }
        receivedEndStream(frame.pointee.hd)
    }

    private func receivedEndStream(_ header: nghttp2_frame_hd) {
        guard header.flags & NGHTTP2.Flag.endStream != 0, let stream = streams[header.stream_id] else { return }
        stream.hasRemoteEnded = true
        stream.delegate?.streamReceivedEnd()
    }

    /// Counts DATA frames that carry neither payload nor END_STREAM: they cause work without using the window (XP-H7).
    private func receivedDataEnd(flags: UInt8) {
        if dataFrameHadPayload || flags & NGHTTP2.Flag.endStream != 0 {
            consecutiveEmptyDataFrames = 0
        } else {
            consecutiveEmptyDataFrames += 1
            if consecutiveEmptyDataFrames > configuration.maxConsecutiveEmptyDataFrames {
                terminate(code: .enhanceYourCalm)
            }
        }
        dataFrameHadPayload = false
    }
}
