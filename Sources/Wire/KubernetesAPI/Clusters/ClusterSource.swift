internal import Logging
internal import MeshModel
internal import MeshSources
internal import Synchronization

/// The informer of one cluster, which watches all kinds.
final class ClusterSource: Sendable {
    private struct State {
        var records: [ObjectKind: ReflectorRecord]
        /// The published status of each kind, which may lag behind the known one.
        var told: [ObjectKind: ReflectorRecord.Standing] = [:]
        var isSynced = false
        var phase = ClusterSourceStatus.Phase.connecting
        var lastFailure: ClusterSourceStatus.Failure?
        var credentialsExpiry: Int64?
        var task: Task<Void, Never>?
        var isStopped = false
    }

    let cluster: ClusterID
    let access: ClusterAccess
    let sink: ClusterSink
    let client: APIClient
    private let kinds: [ObjectKind]
    private let settings: SourceSettings
    private let logger: Logger
    private let state: Mutex<State>
    /// A closure that is called when everything was listed, and at every change after that.
    private let onComplete: @Sendable () -> Void

    init(
        _ cluster: ClusterID,
        access: ClusterAccess,
        kinds: [ObjectKind],
        sink: ClusterSink,
        settings: SourceSettings,
        logger: Logger,
        onComplete: @escaping @Sendable () -> Void = {}
    ) {
        self.cluster = cluster
        self.access = access
        self.kinds = kinds
        self.sink = sink
        self.settings = settings
        var logger = logger
        logger[metadataKey: "cluster"] = "\(cluster)"
        self.logger = logger
        self.onComplete = onComplete
        client = APIClient(access, settings: settings)
        state = Mutex(State(records: Dictionary(uniqueKeysWithValues: kinds.map { ($0, ReflectorRecord()) })))
    }

    /// Starts to watch.
    func start() {
        let discovery = Discovery(kinds, client: client, settings: settings)
        let reflectors = kinds.map { reflector($0, discovery) }
        let task = Task.detached {
            await withDiscardingTaskGroup { group in
                for reflector in reflectors { group.addTask { await reflector.run() } }
            }
        }
        let isStopped = state.withLock { state in
            state.task = task
            return state.isStopped
        }
        if isStopped { task.cancel() }
    }

    /// Ends all watches and closes all connections.
    func stop() async {
        sink.close()
        let task = state.withLock { state in
            state.isStopped = true
            return state.task
        }
        task?.cancel()
        await client.stopAsking()
        await task?.value
        await client.shutdown()
    }

    /// The status of the source.
    var status: ClusterSourceStatus {
        state.withLock { state in
            var status = ClusterSourceStatus(cluster: cluster, access: access)
            status.phase = state.phase
            status.isSynced = state.isSynced
            status.lastFailure = state.lastFailure
            status.credentialsExpiry = state.credentialsExpiry
            for (kind, record) in state.records.sorted(by: { $0.key < $1.key }) {
                status.lastHeard = max(status.lastHeard, record.lastHeard)
                status.lastListed = max(status.lastListed, record.lastListed)
                status.reconnects += record.reconnects
                status.relists += record.relists
                switch record.standing {
                case .listed: status.objects.append((kind, record.objects))
                case .forbidden: status.forbidden.append(kind)
                case .absent: status.absent.append(kind)
                case .pending: break
                }
                if let failure = record.failure, record.standing != .absent { status.failures.append((kind, failure)) }
            }
            return status
        }
    }

    // MARK: The kinds

    private func reflector(_ kind: ObjectKind, _ discovery: Discovery) -> Reflector<ObjectResource> {
        let fixed = kind.isBuiltIn ? kind.versions.first : nil
        let versions: Reflector<ObjectResource>.Versions =
            fixed.map { .fixed($0) }
            ?? .discovered { [self] isKnown in
                let isAbsent = state.withLock { $0.records[kind]?.standing == .absent }
                // The server has just answered that the discovered kind does not exist.
                if isKnown { await discovery.forget() }
                return try await discovery.version(of: kind, isAbsent: isAbsent, isKnown: isKnown)
            }
        return Reflector(
            ObjectResource(
                kind: kind,
                cluster: cluster,
                systemNamespace: settings.systemNamespace,
                revision: settings.revision,
                keepsContent: settings.keepsContent
            ),
            client: client,
            versions: versions,
            settings: settings,
            listener: { [self] updates, record in take(updates, record, of: kind) },
            logger: logger
        )
    }

    private func take(_ updates: [ItemUpdate<LiveObject>], _ record: ReflectorRecord, of kind: ObjectKind) {
        // Recorded before it is published, so that a status is never older than the published updates.
        let before = note(record, of: kind)
        if !updates.isEmpty { sink.put(updates.map { ClusterUpdate($0, of: kind) }) }
        report(kind, before, record)
        // `synced` is published only after all initial updates have been published.
        let (isNewlySynced, isDifferent, isSynced) = state.withLock { state in
            let wasSynced = state.isSynced
            let phase = state.phase
            state.told[kind] = record.standing
            state.isSynced = wasSynced || kinds.allSatisfy { state.told[$0, default: .pending] != .pending }
            state.phase = Self.phase(state.records, isSynced: state.isSynced)
            let isDifferent =
                phase != state.phase || record.standing != before.standing || record.failure != before.failure
            return (state.isSynced && !wasSynced, isDifferent, state.isSynced)
        }
        if isDifferent {
            sink.tellStatus()
            Task { await noteExpiry() }
        }
        if isNewlySynced { sink.sync() }
        if isSynced, isNewlySynced || isDifferent { onComplete() }
    }

    /// Records a status and returns the previous one.
    private func note(_ record: ReflectorRecord, of kind: ObjectKind) -> ReflectorRecord {
        let now = settings.now()
        return state.withLock { state in
            let before = state.records[kind] ?? ReflectorRecord()
            state.records[kind] = record
            if let failure = record.failure, failure != before.failure {
                state.lastFailure = ClusterSourceStatus.Failure(error: failure, subject: kind.plural, time: now)
            }
            return before
        }
    }

    private static func phase(
        _ records: [ObjectKind: ReflectorRecord],
        isSynced: Bool
    ) -> ClusterSourceStatus.Phase {
        // Forbidden kinds are reported separately: the others are watched all the same.
        let isFailing = records.values.contains {
            $0.failure != nil && $0.standing != .forbidden && $0.standing != .absent
        }
        return isSynced ? (isFailing ? .stale : .synced) : (isFailing ? .unreachable : .connecting)
    }

    private func noteExpiry() async {
        let expiry = await client.credentials.expiry
        state.withLock { $0.credentialsExpiry = expiry }
    }

    /// Logs each failure once, and its end once.
    private func report(_ kind: ObjectKind, _ before: ReflectorRecord, _ now: ReflectorRecord) {
        guard before.failure?.code != now.failure?.code || before.standing != now.standing else { return }
        if let failure = now.failure, failure.code != before.failure?.code {
            logger.warning("watch failed", metadata: ["resource": "\(kind.plural)", "error": "\(failure)"])
        } else if before.failure != nil, now.failure == nil {
            logger.info("watch recovered", metadata: ["resource": "\(kind.plural)"])
        } else if before.standing != now.standing, now.standing == .absent {
            logger.debug("resource not installed", metadata: ["resource": "\(kind.plural)"])
        }
    }
}

extension ClusterUpdate {
    init(_ update: ItemUpdate<LiveObject>, of kind: ObjectKind) {
        switch update {
        case .replaced(let objects): self = .replaced(kind, objects)
        case .changed(let object): self = .changed(kind, object)
        case .removed(let name): self = .removed(kind, name)
        }
    }
}
