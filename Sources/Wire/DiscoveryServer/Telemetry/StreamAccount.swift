internal import DiscoveryProtocol
internal import MeshModel
internal import NIOCore

/// The statistics of one stream's responses and replies; confined to the stream's event loop.
struct StreamAccount {
    let watch: ServerWatch
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

    init(_ kind: StreamProtocol, _ watch: ServerWatch) {
        self.kind = kind
        self.watch = watch
        watch.metrics.noteOpened(kind)
    }

    /// Records that the client was identified.
    func noteIdentified() { watch.activity.note(.clients) }

    /// Records that the stream is over.
    mutating func close() {
        awaited?.record.noteLost()
        awaited = nil
        watch.metrics.noteClosed(kind)
        watch.activity.note(.clients)
    }

    /// Records that changes of a state have to wait; its time starts now.
    mutating func hold(_ record: PushStatistics) { held = held ?? record }

    /// Records that nothing waits any more: there were no changes, or they were sent with another response.
    mutating func releaseHeld() { held = nil }

    /// Records a response that is sent.
    mutating func noteSent(
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
        watch.metrics.noteSent(reason, bytes: count, assignments: assignments, empty: empty + response.emptyFor.count)
        guard response.cause == .change else { return }
        let record = held ?? state
        record.noteSent(bytes: count)
        // The reply to a response that timed out is no longer recorded.
        awaited?.record.noteLost()
        awaited = (response.nonce, record)
        held = leavesMore ? record : nil
        watch.activity.note(.pushes)
    }

    /// Records a request.
    ///
    /// - Parameter nonce: the nonce of the response that it replies to.
    mutating func noteRequest(
        _ verdict: RequestOutcome.Verdict,
        nonce: String,
        at now: NIODeadline,
        node: String,
        stream: @autoclosure () -> String
    ) {
        watch.metrics.noteRequest(verdict, kind)
        switch verdict {
        case .acknowledged:
            acknowledgements += 1
            slowSince = nil
            guard let awaited, awaited.nonce == nonce else { return watch.activity.note(.clients) }
            self.awaited = nil
            watch.metrics.noteAcknowledged(nanoseconds: awaited.record.noteAcknowledged(at: now))
            watch.activity.note([.pushes, .clients])
        case .rejected(let detail), .staleRejection(let detail):
            rejections += 1
            slowSince = nil
            if let awaited, awaited.nonce == nonce {
                self.awaited = nil
                awaited.record.noteRejected()
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
            watch.rejections.add(report)
            watch.activity.note([.rejections, .clients, .pushes])
        case .subscription, .refresh, .stale, .refused:
            watch.activity.note(.clients)
        }
    }

    /// Records that an assignment is too large for the client.
    func noteWithheld() { watch.metrics.noteWithheld() }

    /// Records that an acknowledgement timed out.
    mutating func noteSlow() {
        if slowSince == nil { slowSince = WallClock.milliseconds() }
        watch.metrics.noteSlow()
        watch.activity.note(.clients)
    }
}
