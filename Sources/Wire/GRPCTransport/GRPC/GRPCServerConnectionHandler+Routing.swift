internal import Logging
internal import NIOCore

/// The routing of new streams and connection frames.
extension GRPCServerConnectionHandler: HTTP2SessionDelegate {
    func session(_ session: HTTP2Session, opened stream: HTTP2Stream, fields: [HTTPField], fieldsTooLong: Bool) {
        deadlines.receivedRequest()
        guard !fieldsTooLong else {
            let status = GRPCStatus(.resourceExhausted, "header list too long")
            submitResponse(GRPCResponseFields.trailersOnly(status, httpStatus: 431), on: stream, endStream: true)
            return
        }
        let head = HTTPRequestHead(list: fields)
        if let httpHandler, httpHandler.handles(head) {
            openExchange(head, on: stream, handler: httpHandler)
            return
        }
        switch GRPCRequestValidator.decide(head) {
        case .accept(let request):
            openCall(request, on: stream)
        case .reject(let rejection):
            let fields = GRPCResponseFields.trailersOnly(rejection.status, httpStatus: rejection.httpStatus)
            submitResponse(fields, on: stream, endStream: true)
        }
    }

    func sessionReceivedSettings(isAcknowledgement: Bool) {}

    func sessionReceivedPing(isAcknowledgement: Bool, payload: UInt64) {
        if isAcknowledgement {
            drainPingAcknowledged(payload: payload)
        } else if pingPolicy?.receivedPing(at: session.eventLoop?.now ?? .now()) == false {
            session.submitGoaway(code: .enhanceYourCalm, debugData: "too_many_pings")
            driver.terminate(code: .enhanceYourCalm)
        }
    }

    func sessionReceivedGoaway(lastStreamID: Int32, code: HTTP2ErrorCode) {
        logger.debug("peer sent GOAWAY", metadata: ["code": "\(code)"])
    }

    func sessionSentStreamFrame() {
        pingPolicy?.sentStreamFrame()
    }

    private func openExchange(_ head: HTTPRequestHead, on stream: HTTP2Stream, handler: any HTTPRequestHandler) {
        guard let channel else { return }
        stream.delegate = HTTP2Exchange(
            request: head,
            stream: stream,
            connection: self,
            eventLoop: channel.eventLoop,
            handler: handler
        )
        deadlines.streamAwaitsMessage(stream.id, at: channel.eventLoop.now)
        armTimer()
    }

    private func openCall(_ request: GRPCRequestHead, on stream: HTTP2Stream) {
        guard let channel else { return }
        let call = GRPCServerStream(request: request, stream: stream, connection: self, eventLoop: channel.eventLoop)
        stream.delegate = call
        guard let handler = service.makeHandler(path: request.path, request: request, stream: call) else {
            call.fail(GRPCStatus(.unimplemented, "unknown service or method \(request.path)"))
            return
        }
        call.handler = handler
        guard call.isOpen else { return }
        deadlines.streamAwaitsMessage(stream.id, at: channel.eventLoop.now)
        armTimer()
        if let timeout = request.timeout {
            call.deadline = channel.eventLoop.assumeIsolated().scheduleTask(in: timeout.amount) {
                call.deadlinePassed()
            }
        }
    }
}
