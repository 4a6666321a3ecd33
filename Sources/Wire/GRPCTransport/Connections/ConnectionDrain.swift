public import NIOCore

/// The plan for ending connections gracefully (XP-H54).
public struct GRPCDrainPlan: Sendable {
    /// The status of the calls that are ended (UNAVAILABLE or OK: both make Envoy reconnect).
    public var status = GRPCStatus(.unavailable, "the server is shutting down")
    /// The time over which the calls of a connection are ended one after the other, after the second GOAWAY.
    public var spread = TimeAmount.seconds(5)
    /// The longest time between the first and the second GOAWAY; a PING round trip ends it earlier.
    public var noticeTime = TimeAmount.seconds(1)
    /// The time from the first GOAWAY to closing what is left.
    public var deadline = TimeAmount.seconds(30)

    /// Makes the default plan.
    public init() {}
}

/// The state of a connection that drains.
struct ConnectionDrain {
    /// The payload of the PING whose answer shows that the client has received the first GOAWAY.
    static let pingPayload: UInt64 = 0x6472_6169_6e
    /// The shortest time between two steps: a timer for each of 10,000 calls would be too many.
    private static let minStepInterval = TimeAmount.milliseconds(10)

    let plan: GRPCDrainPlan
    var hasSentFinalGoaway = false
    /// The calls still to be ended, in reverse order.
    var remaining: [GRPCServerStream] = []
    /// The number of calls ended at each step.
    var callsPerStep = 1
    /// The time between steps.
    var stepInterval = TimeAmount.zero
    /// The second GOAWAY, or the end of the next call.
    var nextStep: Scheduled<Void>?
    var hardClose: Scheduled<Void>?

    /// Spreads the ends of calls over the time of the plan.
    mutating func schedule(_ calls: [GRPCServerStream]) {
        remaining = calls.reversed()
        let steps = max(1, min(Int64(calls.count), plan.spread.nanoseconds / Self.minStepInterval.nanoseconds))
        callsPerStep = (calls.count + Int(steps) - 1) / Int(steps)
        stepInterval = .nanoseconds(plan.spread.nanoseconds / steps)
    }

    /// Removes and returns the calls of the next step.
    mutating func takeStep() -> [GRPCServerStream] {
        let calls = remaining.suffix(max(1, callsPerStep))
        remaining.removeLast(calls.count)
        return calls.reversed()
    }

    mutating func cancel() {
        remaining = []
        nextStep?.cancel()
        hardClose?.cancel()
        nextStep = nil
        hardClose = nil
    }
}

extension GRPCServerConnectionHandler {
    /// Starts a graceful end: two GOAWAYs, then the calls one after the other, then the socket (XP-H54).
    ///
    /// Calls that end meanwhile need no action. GOAWAY alone does not make Envoy move its streams.
    public func beginDrain(_ plan: GRPCDrainPlan) {
        guard let channel, drain == nil else { return }
        let loop = channel.eventLoop.assumeIsolated()
        session.submitShutdownNotice()
        session.ping(payload: ConnectionDrain.pingPayload)
        scheduleFlush()
        var state = ConnectionDrain(plan: plan)
        state.nextStep = loop.scheduleTask(in: plan.noticeTime) { self.sendFinalGoaway() }
        state.hardClose = loop.scheduleTask(in: plan.deadline) { self.terminate(code: .noError) }
        drain = state
    }

    func drainPingAcknowledged(payload: UInt64) {
        if payload == ConnectionDrain.pingPayload, drain != nil {
            sendFinalGoaway()
        }
    }

    /// Continues the drain after a stream closed, which may have been the last one.
    func drainedStream() {
        // After the final GOAWAY nghttp2 neither reads nor writes once no stream is left; a flush then closes the
        // connection.
        if drain?.hasSentFinalGoaway == true {
            scheduleFlush()
        }
    }

    private func sendFinalGoaway() {
        guard drain?.hasSentFinalGoaway == false else { return }
        drain?.hasSentFinalGoaway = true
        session.submitGoaway(code: .noError)
        drain?.schedule(streams.filter(\.isOpen))
        scheduleFlush()
        endNextCalls()
    }

    /// Ends some calls and schedules the next step, so that the clients do not all return at the same moment.
    private func endNextCalls() {
        drain?.nextStep?.cancel()
        drain?.nextStep = nil
        guard let channel, let plan = drain?.plan else { return }
        for call in drain?.takeStep() ?? [] {
            call.finish(status: plan.status)
        }
        guard drain?.remaining.isEmpty == false, let interval = drain?.stepInterval else { return }
        drain?.nextStep = channel.eventLoop.assumeIsolated().scheduleTask(in: interval) { self.endNextCalls() }
    }
}
