internal import NIOCore

/// The handling of frames from the client.
extension GRPCServerStream: HTTP2StreamDelegate {
    func streamReceived(data: UnsafeRawBufferPointer) {
        guard let connection else { return }
        connection.session.creditConnection(stream, bytes: data.count)
        // Payload after the status is ignored; without stream credit the client soon stops sending.
        guard outcome == nil else { return }
        uncreditedBytes += data.count
        var rest = data
        do throws(GRPCFramingError) {
            while outcome == nil, let message = try deframer.nextMessage(from: &rest) {
                deliver(message)
            }
        } catch {
            let metadata = error.code == .compressed ? [GRPCResponseFields.acceptedEncodings] : []
            fail(error.status(encoding: request.encoding), metadata: metadata)
            return
        }
        guard outcome == nil else { return }
        timeIncompleteMessage()
        creditConsumed()
        if !accountHeldBytes() {
            fail(GRPCStatus(.resourceExhausted, "too many bytes in incomplete messages"))
        }
    }

    func streamReceivedEnd() {
        guard outcome == nil, let connection else { return }
        connection.streamSettled(stream.id)
        do throws(GRPCFramingError) {
            try deframer.finish()
        } catch {
            fail(error.status(encoding: request.encoding))
            return
        }
        reportHalfClose()
    }

    /// Ignores the trailers of a request, which have no meaning in gRPC; a list that is too long ends the call.
    func streamReceived(fields: [HTTPField], fieldsTooLong: Bool) {
        if fieldsTooLong {
            fail(GRPCStatus(.resourceExhausted, "trailer list too long"))
        }
    }

    func streamBecameWritable() {
        guard outcome == nil else { return }
        handler?.becameWritable()
    }

    func streamClosed(code: HTTP2ErrorCode) {
        guard let connection else { return }
        deadline?.cancel()
        deadline = nil
        connection.streamSettled(stream.id)
        let reason = closeReason(code: code, connection: connection)
        let handler = self.handler
        dropReceived()
        outcome = reason
        self.handler = nil
        self.connection = nil
        handler?.streamClosed(reason: reason)
        connection.streamDidClose()
    }

    private func deliver(_ message: ByteBuffer) {
        connection?.streamSettled(stream.id)
        if !isReceivingPaused, !isWaitingForTurn, connection?.mayWork == true {
            handler?.received(message: message)
            return
        }
        withheldMessages.append(message)
        withheldBytes += message.readableBytes + 5
        if !isReceivingPaused { waitForTurn() }
    }

    /// Starts or stops the time of a message that has begun.
    ///
    /// While messages are withheld, the client may lack the credit to complete the next one.
    fileprivate func timeIncompleteMessage() {
        guard let connection else { return }
        if isReceivingPaused || !withheldMessages.isEmpty {
            connection.streamSettled(stream.id)
        } else if deframer.bufferedBytes > 0 {
            connection.streamAwaitsMessage(stream.id)
        }
    }

    func waitForTurn() {
        guard let connection, !isWaitingForTurn else { return }
        isWaitingForTurn = true
        connection.waitForTurn(self)
    }

    fileprivate func reportHalfClose() {
        guard !isHalfClosed, withheldMessages.isEmpty else { return }
        isHalfClosed = true
        handler?.halfClosed()
    }

    /// Returns the stream's credit for all bytes except those held (XP-H4, XP-L7).
    ///
    /// A message that does not fit into half the window is credited as it grows; otherwise it could never be completed.
    fileprivate func creditConsumed() {
        guard let connection else { return }
        let window = connection.configuration.http2.initialWindowSize
        let incomplete = deframer.expectedBytes * 2 > window ? 0 : deframer.bufferedBytes
        let credit = uncreditedBytes - incomplete - withheldBytes
        guard credit > 0 else { return }
        uncreditedBytes -= credit
        connection.session.creditStream(stream, bytes: credit)
    }

    private func closeReason(code: HTTP2ErrorCode, connection: GRPCServerConnectionHandler) -> StreamCloseReason {
        switch outcome {
        case nil, .finished?:
            // The end of the request was not delivered if the client's reset overtook it.
            if connection.isClosed { return .connectionClosed }
            return outcome == nil || code != .noError ? .reset(code) : .finished
        case .connectionClosed?, .reset?, .deadlineExceeded?, .stalled?, .failed?:
            return outcome ?? .reset(code)
        }
    }
}

extension GRPCServerStream: TurnTaking {
    /// Delivers one withheld message; the others wait for the streams before them.
    func takeTurn() {
        isWaitingForTurn = false
        guard outcome == nil, !isReceivingPaused else { return }
        if let message = withheldMessages.popFirst() {
            withheldBytes -= message.readableBytes + 5
            handler?.received(message: message)
        }
        settleWithheld()
    }

    /// Continues after withheld messages were delivered, or may be: credit, the next turn, or the end of the request.
    func settleWithheld() {
        guard let connection, outcome == nil else { return }
        creditConsumed()
        accountHeldBytes()
        timeIncompleteMessage()
        if withheldMessages.isEmpty {
            if stream.hasRemoteEnded { reportHalfClose() }
        } else if !isReceivingPaused {
            waitForTurn()
        }
        connection.scheduleFlush()
    }
}
