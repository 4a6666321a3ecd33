internal import NIOCore

/// The ways in which a call ends.
extension GRPCServerStream {
    /// Ends the call on behalf of the transport.
    func fail(_ status: GRPCStatus, metadata: [HTTPField] = []) {
        end(status: status, outcome: .failed(status), metadata: metadata)
    }

    /// Ends the call with RST_STREAM; the queue is dropped when the stream closes (XP-B11).
    func abandon(code: HTTP2ErrorCode, outcome: StreamCloseReason) {
        guard let connection, !stream.isClosed else { return }
        self.outcome = outcome
        dropReceived()
        connection.session.reset(stream, code: code)
        connection.scheduleFlush()
    }

    /// Ends the call after the request's timeout: with a status if it can be sent at once, with a reset if bytes are
    /// queued before it (XP-H13).
    func deadlinePassed() {
        guard connection != nil, outcome == nil else { return }
        if bufferedBytes == 0 {
            end(
                status: GRPCStatus(.deadlineExceeded, "the request's grpc-timeout has passed"),
                outcome: .deadlineExceeded
            )
        } else {
            abandon(code: .cancel, outcome: .deadlineExceeded)
        }
    }

    func end(status: GRPCStatus, outcome: StreamCloseReason, metadata: [HTTPField] = []) {
        guard let connection, self.outcome == nil else { return }
        self.outcome = outcome
        dropReceived()
        if hasSentHeaders {
            connection.session.finish(stream, trailers: GRPCResponseFields.trailers(status, metadata: metadata))
        } else {
            hasSentHeaders = true
            let fields = GRPCResponseFields.trailersOnly(
                status,
                requestContentType: request.contentType,
                metadata: metadata
            )
            connection.submitResponse(fields, on: stream, endStream: true)
        }
        connection.scheduleFlush()
    }

    /// Drops the withheld messages, because they will not be delivered any more.
    func dropReceived() {
        withheldMessages = []
        withheldBytes = 0
        deframer = GRPCMessageDeframer(maxMessageLength: 0)
        accountHeldBytes()
        connection?.streamSettled(stream.id)
    }

    /// Updates the connection's sum of held bytes.
    ///
    /// - Returns: false if the connection holds too many.
    @discardableResult
    func accountHeldBytes() -> Bool {
        let held = deframer.bufferedBytes + withheldBytes
        defer { accountedBytes = held }
        return connection?.holdInbound(held - accountedBytes) ?? true
    }
}
