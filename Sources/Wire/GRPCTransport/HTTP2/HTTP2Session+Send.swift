internal import CNghttp2
internal import NIOCore

/// The answers to nghttp2's requests while it writes.
extension HTTP2Session {
    /// Returns the payload length of the next DATA frame of a stream.
    ///
    /// nghttp2 serves the streams in turn, one frame each, so a long message does not delay the others (XP-H39).
    func offerData(of stream: HTTP2Stream, atMost limit: Int, flags: inout UInt32) -> Int {
        let waiting = stream.outbound.readableBytes
        let length = min(limit, waiting, stream.maxDataLength)
        if length == waiting, stream.isOutboundComplete {
            endData(of: stream, flags: &flags)
        } else if length == 0 {
            stream.isDeferred = true
            return NGHTTP2.Callback.deferred
        }
        if length > 0 {
            flags |= NGHTTP2.DataFlag.noCopy
        }
        return length
    }

    /// Puts a frame header and references to the payload into the batch, and pauses nghttp2 when the batch is full.
    func sendData(
        of stream: HTTP2Stream,
        header: UnsafePointer<UInt8>,
        length: Int,
        paddingLength: Int
    ) -> Int32 {
        batch.append(copying: UnsafeRawBufferPointer(start: header, count: NGHTTP2.frameHeaderLength))
        if paddingLength > 0 {
            // `padlen` includes the length byte itself, which holds the number of bytes after the payload.
            withUnsafeBytes(of: UInt8(clamping: paddingLength - 1)) { batch.append(copying: $0) }
        }
        stream.outbound.transfer(length, to: &batch)
        if paddingLength > 1 {
            batch.appendZeros(count: paddingLength - 1)
        }
        queuedBytes -= length
        stream.lastProgress = now
        if stream.awaitsWritable, stream.outbound.readableBytes <= stream.lowWatermark {
            stream.awaitsWritable = false
            writableStreams.append(stream)
        }
        guard batch.isFull else { return NGHTTP2.Callback.success }
        isDrainPaused = true
        return NGHTTP2.Callback.pause
    }

    func sentFrame(_ frame: UnsafePointer<nghttp2_frame>) {
        let header = frame.pointee.hd
        guard header.type == NGHTTP2.FrameType.headers || header.type == NGHTTP2.FrameType.data else { return }
        delegate?.sessionSentStreamFrame()
        let isLast = header.flags & NGHTTP2.Flag.endStream != 0
        if isLast, role == .server, let stream = streams[header.stream_id], !stream.hasRemoteEnded {
            // The client may still be sending: close both sides (XP-H35).
            reset(stream, code: .noError)
        }
    }

    func paddedLength(of frame: UnsafePointer<nghttp2_frame>, atMost limit: Int) -> Int {
        guard frame.pointee.hd.type == NGHTTP2.FrameType.data else { return frame.pointee.hd.length }
        return min(limit, frame.pointee.hd.length + configuration.outboundPadding)
    }

    private func endData(of stream: HTTP2Stream, flags: inout UInt32) {
        flags |= NGHTTP2.DataFlag.endOfFile
        guard let trailers = stream.trailers else { return }
        // Only here is it certain that the trailers follow the last payload (XP-L5). Never END_STREAM on DATA (XP-H33).
        flags |= NGHTTP2.DataFlag.noEndStream
        withNameValues(trailers) { values, count in
            _ = nghttp2_submit_trailer(handle, stream.id, values, count)
        }
    }
}
