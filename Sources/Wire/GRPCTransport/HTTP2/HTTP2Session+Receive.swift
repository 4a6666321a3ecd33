internal import CNghttp2
internal import NIOCore

/// The handling of events that nghttp2 reports while it reads.
extension HTTP2Session {
    func beganHeaders(_ frame: UnsafePointer<nghttp2_frame>) -> Int32 {
        guard role == .server, frame.pointee.headers.cat == NGHTTP2.HeadersCategory.request else {
            return NGHTTP2.Callback.success
        }
        let stream = HTTP2Stream(id: frame.pointee.hd.stream_id)
        streams[stream.id] = stream
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
        } else {
            stream.receivedFields.removeAll { !$0.name.hasPrefix(":") }
        }
        return NGHTTP2.Callback.success
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
