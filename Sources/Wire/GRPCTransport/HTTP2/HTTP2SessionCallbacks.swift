internal import CNghttp2
internal import NIOCore

/// The C callbacks of a session.
///
/// They capture nothing: the session is obtained from the user data pointer, the stream from its own. Both pointers are
/// unretained; the session outlives every call into nghttp2 because those calls are methods of it.
enum HTTP2SessionCallbacks {
    static func install(in callbacks: OpaquePointer?, padding: Bool) {
        nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks) { _, header, user in
            guard let session = sessionBehind(user), let header else { return NGHTTP2.Callback.failure }
            session.beganFrame(header.pointee)
            return NGHTTP2.Callback.success
        }
        nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, frame, user in
            guard let session = sessionBehind(user), let frame else { return NGHTTP2.Callback.failure }
            return session.beganHeaders(frame)
        }
        nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            _,
            frame,
            name,
            nameLength,
            value,
            length,
            _,
            user in
            guard let session = sessionBehind(user), let frame else { return NGHTTP2.Callback.failure }
            return session.receivedField(
                frame,
                name: UnsafeBufferPointer(start: name, count: nameLength),
                value: UnsafeBufferPointer(start: value, count: length)
            )
        }
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) { handle, _, id, bytes, length, user in
            guard let session = sessionBehind(user) else { return NGHTTP2.Callback.failure }
            if let stream = streamBehind(nghttp2_session_get_stream_user_data(handle, id)) {
                session.receivedData(UnsafeRawBufferPointer(start: bytes, count: length), on: stream)
            }
            return NGHTTP2.Callback.success
        }
        nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, user in
            guard let session = sessionBehind(user), let frame else { return NGHTTP2.Callback.failure }
            session.receivedFrame(frame)
            return NGHTTP2.Callback.success
        }
        nghttp2_session_callbacks_set_on_frame_send_callback(callbacks) { _, frame, user in
            guard let session = sessionBehind(user), let frame else { return NGHTTP2.Callback.failure }
            session.sentFrame(frame)
            return NGHTTP2.Callback.success
        }
        nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, id, code, user in
            guard let session = sessionBehind(user) else { return NGHTTP2.Callback.failure }
            session.closedStream(id, code: HTTP2ErrorCode(rawValue: code))
            return NGHTTP2.Callback.success
        }
        nghttp2_session_callbacks_set_send_data_callback(callbacks) { _, frame, header, length, source, user in
            guard let session = sessionBehind(user), let frame, let header,
                let stream = streamBehind(source?.pointee.ptr)
            else {
                return NGHTTP2.Callback.failure
            }
            return session.sendData(
                of: stream,
                header: header,
                length: length,
                paddingLength: frame.pointee.data.padlen
            )
        }
        if padding {
            nghttp2_session_callbacks_set_select_padding_callback(callbacks) { _, frame, maxLength, user in
                guard let session = sessionBehind(user), let frame else { return 0 }
                return session.paddedLength(of: frame, atMost: maxLength)
            }
        }
    }

    /// The data provider of every stream (XP-L4, XP-L5).
    static let readData: nghttp2_data_source_read_callback = { _, _, _, length, flags, source, user in
        guard let session = sessionBehind(user), let stream = streamBehind(source?.pointee.ptr), let flags else {
            return Int(NGHTTP2.Callback.failure)
        }
        return session.offerData(of: stream, atMost: length, flags: &flags.pointee)
    }
}

// Free functions, because a static method would make the closures capture their type.
private func sessionBehind(_ user: UnsafeMutableRawPointer?) -> HTTP2Session? {
    user.map { Unmanaged<HTTP2Session>.fromOpaque($0).takeUnretainedValue() }
}

private func streamBehind(_ pointer: UnsafeMutableRawPointer?) -> HTTP2Stream? {
    pointer.map { Unmanaged<HTTP2Stream>.fromOpaque($0).takeUnretainedValue() }
}
