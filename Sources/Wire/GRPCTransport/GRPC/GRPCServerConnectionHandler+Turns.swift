internal import NIOCore

/// A stream with received messages that wait for a turn of its connection.
protocol TurnTaking: AnyObject {
    /// Handles what waits, until ``GRPCServerConnectionHandler/mayWork`` is false.
    func takeTurn()
}

/// The fair share of an event loop that one connection gets for received messages.
extension GRPCServerConnectionHandler {
    /// A Boolean value that indicates whether another received message may be handled now.
    ///
    /// It is false once the connection has used up its turn, while earlier messages wait, and while the client does not
    /// read what it has asked for.
    var mayWork: Bool { !isHeldBack && turns.mayWork(at: .now()) }

    /// Lets a stream wait for the connection's next turn.
    func waitForTurn(_ stream: any TurnTaking) {
        if turns.wait(stream) { scheduleTurn() }
    }

    /// Continues with what waits, once the client has read.
    func resumeTurns() {
        guard !isHeldBack, turns.schedule() else { return }
        scheduleTurn()
    }

    private var isHeldBack: Bool { session.queuedBytes >= configuration.limits.maxQueuedOutboundBytes }

    private func scheduleTurn() {
        guard let channel else { return }
        channel.eventLoop.assumeIsolated().execute { self.runTurn() }
    }

    private func runTurn() {
        turns.begin(at: .now())
        while !isClosed, !isHeldBack, let stream = turns.next(at: .now()) { stream.takeTurn() }
        turns.end()
        scheduleFlush()
        // While the client does not read, ``resumeTurns()`` continues.
        guard !isHeldBack, turns.schedule() else { return }
        scheduleTurn()
    }
}
