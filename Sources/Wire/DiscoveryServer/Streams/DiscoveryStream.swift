internal import DiscoveryProtocol
internal import EndpointTranslation
internal import EnvoyMessages
internal import GRPCTransport
internal import Logging
internal import MeshModel
internal import MeshViews
internal import NIOCore

/// One discovery stream, which decodes requests, runs the state machine and writes its responses.
///
/// Confined to one event loop.
final class DiscoveryStream<Dialect: DiscoveryDialect>: GRPCStreamHandler, MeshSubscriber, ClientStatusReporting {
    /// The service that a stream was opened on.
    enum Kind {
        /// EndpointDiscoveryService: one type, which may be omitted in requests (XP-S4, X-53).
        case endpoints
        /// AggregatedDiscoveryService: every request contains its type (XP-A2).
        case aggregated
    }

    let stream: GRPCServerStream
    private let kind: Kind
    let holder: CurrentState
    let options: DiscoveryOptions
    private let connection: ConnectionContext
    private var subscriptions: AggregatedSubscriptions<Dialect.Subscription>
    private(set) var statistics: StreamStatistics
    private(set) var client: ClientIdentity?
    private var log: StreamLog
    /// A Boolean value that indicates whether content changed while the stream's queue was full; it is read when there
    /// is room (XP-H40).
    private var missedChange = false
    /// A Boolean value that indicates the same for a push that an operator requested.
    private var missedPush = false
    /// A Boolean value that indicates whether names of rejected responses are remembered for the client (XP-D21).
    private var hasRejectedNames = false
    /// The versions of the assignments that were last withheld from the client, by name.
    private var withheldVersions: [String: UInt64] = [:]
    /// The state of the mesh, and of the client in it, that the stream has processed.
    private var seen: (point: MeshHistory.Point, revision: Int)?
    /// The acknowledgement that holds back data, and its deadline.
    private var awaited: (ordinal: UInt64, deadline: NIODeadline)?
    /// One timer for all acknowledgements, because nearly every one of them arrives in time.
    private var timer: Scheduled<Void>?
    private(set) var isEnded = false

    init(
        _ stream: GRPCServerStream,
        kind: Kind,
        holder: CurrentState,
        options: DiscoveryOptions,
        subscription: Dialect.Subscription.Options,
        telemetry: ServerTelemetry,
        logger: Logger
    ) {
        statistics = StreamStatistics(Dialect.streamProtocol(isAggregated: kind == .aggregated), telemetry)
        self.stream = stream
        self.kind = kind
        self.holder = holder
        self.options = options
        log = StreamLog(logger)
        connection = ConnectionContext.of(stream)
        let silent = AggregatedSubscriptions<Dialect.Subscription>.UnservedTypes(
            answeredEmpty: options.answersListenersAndClusters ? TypeURL.listenersAndClusters : []
        )
        subscriptions = AggregatedSubscriptions(
            served: [TypeURL.clusterLoadAssignment: subscription],
            unserved: silent,
            noncePrefix: NoncePrefix.random()
        )
        connection.add(self, stream: stream.id)
    }

    func received(message: ByteBuffer) {
        guard !isEnded else { return }
        let parts: DiscoveryRequestParts<Dialect.Subscription.Request>
        do throws(MessageError) {
            parts = try Dialect.decode(message, keepingNode: client == nil, limits: options.limits)
            if client == nil { try identify(parts.node) }
        } catch {
            return end(GRPCStatus(refusing: error))
        }
        guard !isEnded, let client else { return }
        handle(parts, client)
    }

    func halfClosed() {
        // The responses are already in the queue; the status is sent after them (XP-H19).
        end(GRPCStatus(.ok))
    }

    func streamClosed(reason: StreamCloseReason) {
        isEnded = true
        timer?.cancel()
        timer = nil
        connection.remove(stream: stream.id)
        if let client { connection.release(client) }
        holder.subscribed.change(adding: [], removing: endpoints { $0.names } ?? [])
        statistics.close()
        log.closed(reason, statistics, isIdentified: client != nil)
    }

    func becameWritable() {
        if missedPush { pushAgain(to: nil) }
        if missedChange {
            missedChange = false
            meshChanged(to: holder.current)
        }
        if stream.isWritable { stream.resumeReceiving() }
    }

    func pushAgain(to node: String?) {
        guard !isEnded, let client, node == nil || node == client.node.id else { return }
        missedPush = !stream.isWritable
        guard !missedPush else { return }
        let catalog = client.catalog(in: holder.current, options)
        let names = endpoints { $0.statuses.map(\.name) } ?? []
        let responses = subscriptions.resend(names, typeURL: TypeURL.clusterLoadAssignment, from: catalog)
        send(responses, catalog, because: .requested)
    }

    func meshChanged(to state: ServedState) {
        guard !isEnded, let client else { return }
        if let rejection = client.rejection(by: holder.authorization, in: state.mesh) { return end(rejection) }
        guard let isWildcard = endpoints({ $0.isWildcard }) else { return }
        guard stream.isWritable else {
            missedChange = true
            return statistics.hold(state.record)
        }
        let catalog = client.catalog(in: state, options)
        let changed = changedNames(in: state.mesh, client, isWildcard: isWildcard)
        let responses = subscriptions.catalogChanged(changed, typeURL: TypeURL.clusterLoadAssignment, in: catalog)
        if responses.isEmpty { recordHeld(state) }
        send(responses, catalog, because: .change)
    }

    /// Reads from the stream's subscription to endpoints; nil if there is none.
    func endpoints<Value>(_ body: (Dialect.Subscription) -> Value) -> Value? {
        subscriptions.read(TypeURL.clusterLoadAssignment, body)
    }

    /// Records since when the client waits for changes that an unacknowledged response holds back.
    private func recordHeld(_ state: ServedState) {
        if awaited != nil, endpoints({ $0.hasPendingChanges }) == true {
            statistics.hold(state.record)
        } else {
            statistics.releaseHeld()
        }
    }

    /// Returns the names that may have changed since the last processed state; all for wildcards, because names may be
    /// new.
    private func changedNames(in mesh: MeshState, _ client: ClientIdentity, isWildcard: Bool) -> ChangedNames {
        defer { seen = (mesh.point, client.revision) }
        guard let seen, !isWildcard, client.revision == seen.revision else { return .all }
        switch mesh.changedHosts(since: seen.point) {
        case .all: return .all
        case .some(let hosts): return .some(holder.subscribed.names(of: hosts))
        }
    }

    /// Sets the client of the whole stream from the node of the first message (XP-N1).
    private func identify(_ node: EncodedNode?) throws(MessageError) {
        let decoded = try node?.decode(limits: options.limits) ?? EnvoyNode()
        guard !(options.requiresNode && decoded.id.isEmpty) else {
            return end(GRPCStatus(.invalidArgument, "missing node in the first message, expected node.id"))
        }
        adopt(decoded)
    }

    private func adopt(_ node: EnvoyNode) {
        let mesh = holder.current.mesh
        let client = connection.client(for: node, in: mesh)
        log.identify(node.id)
        if let rejection = client.rejection(by: holder.authorization, in: mesh) {
            connection.release(client)
            return end(rejection)
        }
        self.client = client
        statistics.recordIdentified()
        seen = (mesh.point, client.revision)
        log.opened(client.proxy, by: client.resolution.source)
    }

    private func handle(_ parts: DiscoveryRequestParts<Dialect.Subscription.Request>, _ client: ClientIdentity) {
        var typeURL = parts.typeURL
        if kind == .endpoints {
            if let rejection = options.rejection(ofType: typeURL) { return end(rejection) }
            typeURL = TypeURL.clusterLoadAssignment
        }
        let state = holder.current
        if let rejection = client.rejection(by: holder.authorization, in: state.mesh) { return end(rejection) }
        let catalog = client.catalog(in: state, options)
        let moment = options.servesClientStatus ? WallClock.milliseconds() : nil
        let request = withoutRejectedVersions(parts.request, client)
        let outcome = subscriptions.receive(request, typeURL: typeURL, from: catalog, at: moment)
        remember(outcome, client)
        if typeURL == TypeURL.clusterLoadAssignment {
            holder.subscribed.change(adding: outcome.added, removing: outcome.removed)
        }
        log.received(outcome, typeURL)
        statistics.recordRequest(
            outcome.verdict,
            nonce: parts.request.nonce,
            at: .now(),
            node: client.node.id,
            stream: "\(stream.peer.connectionID)/\(stream.id)"
        )
        if case .refused(let rejection) = outcome.verdict {
            let code: GRPCStatus.Code = rejection.code == .invalidArgument ? .invalidArgument : .resourceExhausted
            return end(GRPCStatus(code, rejection.message))
        }
        let reason = PushReason(outcome, knowsVersions: parts.request.knowsVersions)
        send(outcome.responses, catalog, typeURL: typeURL, because: reason)
    }

    /// Returns a request without the versions of names whose content the client may have got from a response that it
    /// rejected on this or an earlier stream (XP-D21).
    private func withoutRejectedVersions(
        _ request: Dialect.Subscription.Request,
        _ client: ClientIdentity
    ) -> Dialect.Subscription.Request {
        guard request.knowsVersions, let names = statistics.telemetry.rejectedNames.names(of: client.node.id) else {
            return request
        }
        hasRejectedNames = true
        var request = request
        request.distrustVersions(of: names)
        return request
    }

    /// Remembers the names of a rejected response for later streams of the node, until newer content is acknowledged.
    private func remember(_ outcome: RequestOutcome, _ client: ClientIdentity) {
        switch outcome.verdict {
        case .rejected, .staleRejection:
            guard Dialect.remembersVersions, let names = endpoints({ $0.rejectedNames }), !names.isEmpty else { return }
            statistics.telemetry.rejectedNames.add(names, of: client.node.id)
            hasRejectedNames = true
        case .acknowledged where hasRejectedNames:
            hasRejectedNames = statistics.telemetry.rejectedNames.settle(of: client.node.id) { name in
                endpoints { $0.isAcknowledged(name) } ?? false
            }
        case .acknowledged, .subscription, .refresh, .stale, .refused: break
        }
    }

    /// Logs and counts each version of an assignment that is too large for the client once.
    private func recordWithheld(_ catalog: ViewCatalog) {
        guard let withheld = catalog.withheld else { return }
        for assignment in withheld.assignments where withheldVersions[assignment.name] != assignment.version {
            withheldVersions[assignment.name] = assignment.version
            statistics.recordWithheld()
            log.withheld(assignment.name, bytes: assignment.size, limit: options.maximumGRPCResponse)
        }
    }

    private func send(
        _ responses: [Response],
        _ catalog: ViewCatalog,
        typeURL: String = TypeURL.clusterLoadAssignment,
        because reason: PushReason
    ) {
        recordWithheld(catalog)
        let hasPendingChanges = !responses.isEmpty && endpoints { $0.hasPendingChanges } == true
        for response in responses {
            var empty = 0
            let pieces = pieces(of: response, catalog, typeURL: typeURL, countingEmpty: &empty)
            stream.send(message: pieces)
            statistics.recordSent(
                response,
                of: catalog.state.record,
                because: response.cause == .change && reason != .slow ? .change : reason,
                bytes: pieces.reduce(0) { $0 + $1.readableBytes },
                empty: empty,
                leavesMore: hasPendingChanges
            )
        }
        // A client that does not read what it asked for is not answered further; its requests wait (XP-B5).
        if !stream.isWritable { stream.pauseReceiving() }
        watchAcknowledgement()
    }

    /// Starts the timer of acknowledgements: a client that never acknowledges must not be held back forever (XP-B3).
    private func watchAcknowledgement() {
        let ordinal = endpoints { $0.awaitedOrdinal } ?? nil
        guard ordinal != awaited?.ordinal else { return }
        awaited = ordinal.map { ($0, .now() + options.acknowledgementTimeout) }
        armTimer()
    }

    private func armTimer() {
        guard let awaited, timer == nil, !isEnded else { return }
        timer = stream.eventLoop.assumeIsolated().scheduleTask(deadline: awaited.deadline) {
            self.timer = nil
            self.checkAcknowledgement()
        }
    }

    private func checkAcknowledgement() {
        guard !isEnded, let client, let awaited else { return }
        // The timer was set for an earlier acknowledgement, which has arrived.
        guard awaited.deadline <= .now() else { return armTimer() }
        let nonce = endpoints { $0.awaitedNonce } ?? nil
        log.acknowledgementTimedOut(nonce)
        self.awaited = nil
        statistics.recordSlow()
        let catalog = client.catalog(in: holder.current, options)
        let responses = subscriptions.acknowledgementTimedOut(
            typeURL: TypeURL.clusterLoadAssignment,
            from: catalog
        )
        send(responses, catalog, because: .slow)
    }

    private func end(_ status: GRPCStatus) {
        guard !isEnded else { return }
        isEnded = true
        if status.code != .ok { log.rejected(status) }
        stream.finish(status: status)
    }
}
