internal import DiscoveryProtocol
internal import MeshModel
internal import NIOCore

/// What one stream was sent and what it answered; belongs to the stream, and so to its event loop.
struct StreamAccount {
    private let watch: ServerWatch
    let kind: StreamProtocol
    /// When the stream was opened, in milliseconds since 1970.
    let openedAt = WallClock.milliseconds()
    private(set) var pushes = 0
    private(set) var acknowledgements = 0
    private(set) var rejections = 0
    private(set) var bytes = 0
    /// Since when the client is slow, in milliseconds since 1970; nil when it is not.
    private(set) var slowSince: Int64?
    /// The last refusal.
    private(set) var lastRejection: RejectionReport?
    /// The oldest state of which something waits to be sent.
    private var held: StateRecord?
    /// The last response that was sent because of a change, and the state that it answers.
    private var awaited: (nonce: String, record: StateRecord)?

    init(_ kind: StreamProtocol, _ watch: ServerWatch) {
        self.kind = kind
        self.watch = watch
        watch.metrics.noteOpened(kind)
    }

    /// The client said who it is.
    func noteIdentified() { watch.activity.note(.clients) }

    /// The stream is over.
    mutating func close() {
        awaited?.record.noteLost()
        awaited = nil
        watch.metrics.noteClosed(kind)
        watch.activity.note(.clients)
    }

    /// Something of a state has to wait; its time runs from then on.
    mutating func hold(_ record: StateRecord) { held = held ?? record }

    /// What had to wait turned out to be nothing, or went out with something else.
    mutating func releaseHeld() { held = nil }

    /// A response goes out.
    mutating func noteSent(
        _ response: Response,
        of state: StateRecord,
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
        // One that was not answered in time is given up; what came of it is not known.
        awaited?.record.noteLost()
        awaited = (response.nonce, record)
        held = leavesMore ? record : nil
        watch.activity.note(.pushes)
    }

    /// A request came.
    ///
    /// - Parameter nonce: the response that it is about.
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

    /// The client did not acknowledge in time.
    mutating func noteSlow() {
        if slowSince == nil { slowSince = WallClock.milliseconds() }
        watch.metrics.noteSlow()
        watch.activity.note(.clients)
    }
}
