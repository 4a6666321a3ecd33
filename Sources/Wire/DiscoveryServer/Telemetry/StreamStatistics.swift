internal import DiscoveryProtocol
internal import MeshModel
internal import NIOCore

/// The statistics of one stream's responses and replies; confined to the stream's event loop.
struct StreamStatistics {
    let telemetry: ServerTelemetry
    let kind: StreamProtocol
    /// The time when the stream was opened, in milliseconds since 1970.
    let openedAt = WallClock.milliseconds()
    private(set) var pushes = 0
    private(set) var acknowledgements = 0
    private(set) var rejections = 0
    private(set) var bytes = 0
    /// The time since when the client is slow, in milliseconds since 1970; nil if it is not.
    private(set) var slowSince: Int64?
    /// The last rejection.
    private(set) var lastRejection: RejectionReport?
    /// The oldest state with changes that wait to be sent.
    private var held: PushStatistics?
    /// The last response that was sent because of a change, and its state.
    private var awaited: (nonce: String, record: PushStatistics)?

    init(_ kind: StreamProtocol, _ telemetry: ServerTelemetry) {
        self.kind = kind
        self.telemetry = telemetry
        telemetry.metrics.recordOpened(kind)
    }

    /// Records that the client was identified.
    func recordIdentified() { telemetry.activity.record(.clients) }

    /// Records that the stream is over.
    mutating func close() {
        awaited?.record.recordLost()
        awaited = nil
        telemetry.metrics.recordClosed(kind)
        telemetry.activity.record(.clients)
    }

    /// Records that changes of a state have to wait; its time starts now.
    mutating func hold(_ record: PushStatistics) { held = held ?? record }

    /// Records that nothing waits any more: there were no changes, or they were sent with another response.
    mutating func releaseHeld() { held = nil }

    /// Records a response that is sent.
    mutating func recordSent(
        _ response: Response,
        of state: PushStatistics,
        because reason: PushReason,
        bytes count: Int,
        empty: Int,
        leavesMore: Bool
    ) {
        pushes += 1
        bytes += count
        let assignments = response.resources.count + response.emptyFor.count
        telemetry.metrics.recordSent(
            reason,
            bytes: count,
            assignments: assignments,
            empty: empty + response.emptyFor.count
        )
        guard response.cause == .change else { return }
        let record = held ?? state
        record.recordSent(bytes: count)
        // The reply to a response that timed out is no longer recorded.
        awaited?.record.recordLost()
        awaited = (response.nonce, record)
        held = leavesMore ? record : nil
        telemetry.activity.record(.pushes)
    }

    /// Records a request.
    ///
    /// - Parameter nonce: the nonce of the response that it replies to.
    mutating func recordRequest(
        _ verdict: RequestOutcome.Verdict,
        nonce: String,
        at now: NIODeadline,
        node: String,
        stream: @autoclosure () -> String
    ) {
        telemetry.metrics.recordRequest(verdict, kind)
        switch verdict {
        case .acknowledged:
            acknowledgements += 1
            slowSince = nil
            guard let awaited, awaited.nonce == nonce else { return telemetry.activity.record(.clients) }
            self.awaited = nil
            telemetry.metrics.recordAcknowledged(nanoseconds: awaited.record.recordAcknowledged(at: now))
            telemetry.activity.record([.pushes, .clients])
        case .rejected(let detail), .staleRejection(let detail):
            rejections += 1
            slowSince = nil
            if let awaited, awaited.nonce == nonce {
                self.awaited = nil
                awaited.record.recordRejected()
            }
            let report = RejectionReport(
                time: WallClock.milliseconds(),
                node: node,
                stream: stream(),
                streamProtocol: kind,
                code: detail.code,
                text: String(detail.message.prefix(RejectionLedger.maximumTextLength))
            )
            lastRejection = report
            telemetry.rejections.add(report)
            telemetry.activity.record([.rejections, .clients, .pushes])
        case .subscription, .refresh, .stale, .refused:
            telemetry.activity.record(.clients)
        }
    }

    /// Records that an assignment is too large for the client.
    func recordWithheld() { telemetry.metrics.recordWithheld() }

    /// Records that an acknowledgement timed out.
    mutating func recordSlow() {
        if slowSince == nil { slowSince = WallClock.milliseconds() }
        telemetry.metrics.recordSlow()
        telemetry.activity.record(.clients)
    }
}
