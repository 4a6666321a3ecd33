internal import NIOCore

/// The events that a driver reports to the channel handler that owns it.
protocol HTTP2ConnectionDriverDelegate: AnyObject {
    /// Called when a write cycle ended.
    func driverDidFlush()
    /// Called when the connection is over and the streams were notified.
    func driverDidClose(error: HTTP2Error?)
}

/// The transfer of bytes between a channel and a session, shared by server and client.
///
/// Output is drained only while the channel is writable, in batches with one flush each; a connection with much to send
/// yields to the others of its event loop after some batches. When this side ends the connection, everything that
/// nghttp2 queued is written before the socket closes (XP-H6).
final class HTTP2ConnectionDriver {
    private enum State {
        case idle
        case open
        /// Everything was written and the sending side is closed; input is discarded until the peer closes.
        case lingering
        case closed
    }

    /// The number of batches a connection may write before the others get their turn.
    private static let batchesPerTurn = 4
    /// The time that the peer has to close after our last byte.
    private static let lingerTime = TimeAmount.seconds(1)
    /// The time that a GOAWAY may wait for the peer to read it.
    private static let terminationTime = TimeAmount.seconds(5)

    let session: HTTP2Session
    var delegate: (any HTTP2ConnectionDriverDelegate)?
    private var context: ChannelHandlerContext?
    private var state = State.idle
    private var isReading = false
    private var isFlushing = false
    private var isFlushScheduled = false
    private var error: HTTP2Error?
    private var closeTimer: Scheduled<Void>?

    init(session: HTTP2Session) {
        self.session = session
    }

    /// A Boolean value that indicates whether frames may still be queued.
    var isOpen: Bool { state == .open }
    /// A Boolean value that indicates whether bytes wait because the socket does not accept them.
    var isSocketBlocked: Bool { state == .open && context?.channel.isWritable == false }

    /// Sends the preface; called when the channel is active.
    func start(context: ChannelHandlerContext) {
        guard state == .idle else { return }
        self.context = context
        session.eventLoop = context.eventLoop
        state = .open
        do {
            try session.submitPreface()
            scheduleFlush()
        } catch {
            fail(error)
        }
    }

    func receive(_ buffer: ByteBuffer) {
        guard state == .open else { return }
        isReading = true
        do throws(HTTP2Error) {
            try buffer.withUnsafeReadableBytes { bytes throws(HTTP2Error) in try session.receive(bytes) }
        } catch {
            self.error = error
            terminate(code: .protocolError)
        }
        reportStreams()
    }

    func readComplete() {
        isReading = false
        flush()
    }

    func writabilityChanged() {
        if context?.channel.isWritable == true {
            flush()
        }
    }

    /// Requests a flush at the end of the read cycle, or soon; calls within one event loop tick share it.
    func scheduleFlush() {
        guard state == .open, !isReading, !isFlushScheduled, let context else { return }
        isFlushScheduled = true
        context.eventLoop.assumeIsolated().execute {
            self.isFlushScheduled = false
            self.flush()
        }
    }

    /// Ends the connection after a GOAWAY (XP-H6).
    func terminate(code: HTTP2ErrorCode) {
        guard state == .open, let context else { return }
        session.terminate(code: code)
        armCloseTimer(Self.terminationTime, context: context)
        scheduleFlush()
    }

    /// Closes the socket at once.
    func closeNow() {
        guard state != .closed else { return }
        guard let context else {
            becameInactive()
            return
        }
        // A close from inside nghttp2 would free the session while the library still uses it.
        if session.isInsideLibrary {
            context.eventLoop.assumeIsolated().execute { context.close(promise: nil) }
        } else {
            context.close(promise: nil)
        }
    }

    /// Notifies the remaining streams that the channel is closed.
    func becameInactive() {
        guard state != .closed else { return }
        if session.isInsideLibrary, let context {
            // The channel was closed from a callback: nghttp2 still points to the streams.
            state = .lingering
            context.eventLoop.assumeIsolated().execute { self.becameInactive() }
            return
        }
        state = .closed
        closeTimer?.cancel()
        reportStreams()
        for stream in session.invalidate() {
            let delegate = stream.delegate
            stream.delegate = nil
            delegate?.streamClosed(code: .cancel)
        }
        let delegate = self.delegate
        self.delegate = nil
        context = nil
        delegate?.driverDidClose(error: error)
    }

    private func flush() {
        guard state == .open, !isFlushing, let context else { return }
        isFlushing = true
        session.now = context.eventLoop.now
        do throws(HTTP2Error) {
            try writeBatches(context)
        } catch {
            isFlushing = false
            fail(error)
            return
        }
        isFlushing = false
        guard state == .open else { return }
        reportStreams()
        delegate?.driverDidFlush()
        // The owners may have closed the connection when they were notified.
        guard state == .open else { return }
        if !session.wantsRead, !session.wantsWrite, session.batch.isEmpty {
            lingerAndClose(context)
        }
    }

    private func writeBatches(_ context: ChannelHandlerContext) throws(HTTP2Error) {
        for _ in 0..<Self.batchesPerTurn {
            guard state == .open, context.channel.isWritable else { return }
            let result = try session.drain()
            if !session.batch.isEmpty {
                session.batch.take { context.write(NIOAny($0), promise: nil) }
                context.flush()
            }
            if result == .idle { return }
        }
        scheduleFlush()
    }

    /// Reports to owners what nghttp2 signalled meanwhile; they may queue frames again.
    private func reportStreams() {
        while !session.writableStreams.isEmpty || !session.closedStreams.isEmpty {
            let writable = session.writableStreams
            let closed = session.closedStreams
            session.writableStreams.removeAll(keepingCapacity: true)
            session.closedStreams.removeAll(keepingCapacity: true)
            for stream in writable where !stream.isClosed {
                stream.delegate?.streamBecameWritable()
            }
            for (stream, code) in closed {
                let delegate = stream.delegate
                stream.delegate = nil
                delegate?.streamClosed(code: code)
            }
        }
    }

    /// Closes the sending side once the last byte is written, then waits briefly for the peer to close.
    ///
    /// Closing at once would drop bytes that the socket has not accepted yet. Closing with unread input makes the
    /// kernel send a reset, which can destroy the GOAWAY on its way.
    private func lingerAndClose(_ context: ChannelHandlerContext) {
        state = .lingering
        armCloseTimer(Self.lingerTime, context: context)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in
            guard self.state == .lingering else { return }
            context.close(mode: .output, promise: nil)
        }
        context.writeAndFlush(NIOAny(ByteBuffer()), promise: written)
    }

    private func armCloseTimer(_ delay: TimeAmount, context: ChannelHandlerContext) {
        closeTimer?.cancel()
        closeTimer = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { self.closeNow() }
    }

    private func fail(_ error: HTTP2Error) {
        self.error = error
        closeNow()
    }
}
