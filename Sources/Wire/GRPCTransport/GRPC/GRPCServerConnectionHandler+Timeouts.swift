internal import Logging
internal import NIOCore

/// The handling of deadlines that pass (XP-H52, XP-H56, XP-B11).
extension GRPCServerConnectionHandler {
    /// Schedules the connection's only timer, unless it already fires early enough.
    func armTimer() {
        guard let channel else { return }
        timer.arm(at: deadlines.nextDeadline, on: channel.eventLoop) { self.timerFired() }
    }

    private func timerFired() {
        timer.fired()
        guard let channel else { return }
        for action in deadlines.actions(at: channel.eventLoop.now) {
            perform(action)
        }
        armTimer()
    }

    private func perform(_ action: ConnectionDeadlines.Action) {
        switch action {
        case .sendPing:
            session.ping(payload: 0)
            scheduleFlush()
        case .close(let reason):
            logger.info("connection closed after a timeout", metadata: ["reason": "\(reason)"])
            driver.closeNow()
        case .expireStream(let id):
            expire(session.streams[id])
        case .checkStreamsUnmoved(let since):
            abandonStreams(unmovedSince: since)
        }
    }

    private func expire(_ stream: HTTP2Stream?) {
        if let call = stream?.delegate as? GRPCServerStream {
            call.fail(GRPCStatus(.deadlineExceeded, "timed out waiting for a complete message"))
        } else if let exchange = stream?.delegate as? HTTP2Exchange {
            exchange.respond(status: 408)
        }
    }

    /// Resets streams that the peer does not read; if its connection window is closed too, it reads nothing (XP-B11).
    private func abandonStreams(unmovedSince time: NIODeadline) {
        guard !driver.isSocketBlocked else { return }
        let isConnectionShut = session.remoteConnectionWindow <= 0
        let stalled = session.streams.values
            .filter { $0.outbound.readableBytes > 0 && $0.lastProgress <= time }
            .filter { isConnectionShut || session.remoteWindow(of: $0) <= 0 }
            .sorted { $0.id < $1.id }
        if !stalled.isEmpty, isConnectionShut {
            logger.info("connection closed after a timeout", metadata: ["reason": "noWindow"])
            driver.closeNow()
            return
        }
        for stream in stalled {
            if let call = stream.delegate as? GRPCServerStream {
                call.abandon(code: .cancel, outcome: .stalled)
            } else {
                session.reset(stream, code: .cancel)
            }
        }
        scheduleFlush()
    }

    func recordWriteState() {
        guard let channel else { return }
        deadlines.wrote(
            socketBlocked: driver.isSocketBlocked,
            queuedBytes: session.queuedBytes,
            at: channel.eventLoop.now
        )
        armTimer()
    }
}

extension ConnectionDeadlines.Limits {
    init(_ configuration: GRPCServerConfiguration) {
        self.init(
            firstRequest: configuration.timeouts.firstRequest,
            message: configuration.timeouts.message,
            writeStall: configuration.timeouts.writeStall,
            keepaliveInterval: configuration.keepalive.interval,
            keepaliveTimeout: configuration.keepalive.timeout
        )
    }
}
