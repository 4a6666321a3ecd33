internal import EnvoyMessages
internal import GRPCTransport
internal import NIOCore

/// One stream of a simulated Envoy on its connection: passes messages to the client and times to the recorder.
final class ClientStream: GRPCClientStreamHandler {
    /// The length of a message's prefix: flag and length.
    private static let prefixLength = 5

    private let context: RunContext
    private let recorder: Recorder
    private let node: EncodedNodeParts
    private let connectTime: Int64
    private let loop: any EventLoop
    private var client: any SimulatedClient
    private var call: GRPCClientStream?
    private var subscriptions: [String: Subscription] = [:]
    private var responseCount = 0
    private var openCount = 0
    private var backoff = Backoff()
    private var path = ""
    private weak var session: GRPCClientSession?

    init(
        _ stream: ClientRoster.Stream,
        speaking kind: ClientProtocol,
        node: EncodedNodeParts,
        connectTime: Int64,
        on loop: any EventLoop,
        context: RunContext,
        recorder: Recorder
    ) {
        self.context = context
        self.recorder = recorder
        self.node = node
        self.connectTime = connectTime
        self.loop = loop
        client = kind.client(names: stream.names)
        for name in stream.names { subscriptions[name] = Subscription(service: context.roster.service(named: name)) }
    }

    /// Opens the call and subscribes; does nothing if the stream is open.
    func open(on session: GRPCClientSession, path: String) {
        guard call == nil else { return }
        self.session = session
        self.path = path
        do {
            call = try session.openCall(path: path, authority: "xds", handler: self)
            let isFirst = openCount == 0
            openCount += 1
            recorder.update {
                $0[isFirst ? .streams : .streamsReopened] += 1
                if isFirst { $0[.subscriptions] += UInt64(subscriptions.count) }
            }
            send(try client.subscribe(), isFirst: true)
        } catch let error as HTTP2Error where error.code == .closed {
            // The connection is made again, and this stream with it.
        } catch {
            fail()
        }
    }

    /// Adds missing receipts to a recording at the end.
    func conclude(_ recording: inout Recording) {
        for subscription in subscriptions.values {
            if subscription.isUpToDate(context.ledger) { recording[.subscriptionsUpToDate] += 1 }
            if !subscription.isAnswered {
                recording[.subscriptionsUnanswered] += 1
                recording[.stalls] += 1
            }
        }
    }

    func received(message: ByteBuffer) {
        let arrival = RunClock.now
        let size = UInt64(message.readableBytes + Self.prefixLength)
        let reaction: ClientReaction
        do {
            reaction = try client.receive(Array(message.readableBytesView))
        } catch {
            recorder.update { $0[.brokenResponses] += 1 }
            call?.reset(code: .internalError)
            return
        }
        if let reply = reaction.reply { send(reply, isFirst: false) }
        let acknowledged = RunClock.now
        responseCount += 1
        backoff.reset()
        recorder.update { recording in
            recording[.responses] += 1
            recording[.bytesReceived] += size
            if responseCount > 1 {
                recording[.pushes] += 1
                recording[.pushedBytes] += size
            }
            if reaction.reply != nil { recording[reaction.rejection == nil ? .acks : .nacks] += 1 }
            recording[.removedNames] += UInt64(reaction.removed.count)
            for assignment in reaction.assignments {
                record(assignment, arrival: arrival, acknowledged: acknowledged, &recording)
            }
        }
        if reaction.rejection != nil { context.progress.addRejection() }
    }

    func streamClosed(code: HTTP2ErrorCode, status: GRPCStatus?) {
        call = nil
        guard !context.progress.isEnding else { return }
        fail()
        var random = SystemRandomNumberGenerator()
        let wait = backoff.next(&random)
        loop.assumeIsolated().scheduleTask(in: .nanoseconds(wait)) { self.reopen() }
    }

    /// Opens the call again if the connection is open; otherwise the stream opens with the next connection.
    private func reopen() {
        guard !context.progress.isEnding, let session else { return }
        open(on: session, path: path)
    }

    private func record(
        _ assignment: ReceivedAssignment,
        arrival: Int64,
        acknowledged: Int64,
        _ recording: inout Recording
    ) {
        recording[.assignments] += 1
        guard var subscription = subscriptions[assignment.name] else { return }
        let wasAnswered = subscription.isAnswered
        let hasBegun = context.progress.startTime != nil
        let news = subscription.receive(assignment, context.ledger, hasBegun: hasBegun)
        subscriptions[assignment.name] = subscription
        if !wasAnswered, subscription.isAnswered {
            recording.recordFirst(nanoseconds: arrival - connectTime)
            context.progress.add(firsts: 1)
        }
        switch assignment.novelty {
        case .repeated: recording[.repeatedAssignments] += 1
        case .changed where context.ledger.schedule.changes.isEmpty:
            recording.recordContent(assignment.content, at: arrival)
        case .changed, .first: break
        }
        for indices in news where !indices.isEmpty {
            context.progress.add(receipts: indices.count)
            for index in indices where context.ledger.isMeasured(index) {
                guard let intended = context.intendedTime(of: index) else { continue }
                recording.recordReceipt(of: index, intended: intended, at: arrival)
                recording.recordAck(intended: intended, at: acknowledged)
            }
        }
    }

    private func send(_ request: [UInt8], isFirst: Bool) {
        var pieces = isFirst || context.plan.repeatsNode ? node.pieces(field: client.nodeField) : []
        pieces.append(ByteBuffer(bytes: request))
        let size = pieces.reduce(Self.prefixLength) { $0 + $1.readableBytes }
        call?.send(message: pieces)
        recorder.update {
            $0[.requests] += 1
            $0[.bytesSent] += UInt64(size)
        }
    }

    private func fail() {
        recorder.update { $0[.streamFailures] += 1 }
        context.progress.addFailure()
    }
}
