internal import Logging
internal import MeshModel
internal import MeshSources
internal import Synchronization

/// The informer of one cluster, which watches all kinds.
final class ClusterInformer: Sendable {
    private struct State {
        var progress: SyncProgress
        var lastFailure: ClusterInformerStatus.Failure?
        var credentialsExpiry: Int64?
        var reflectors: [ObjectKind: Reflector<ObjectResource>] = [:]
        var task: Task<Void, Never>?
        var isStopped = false
    }

    let cluster: ClusterID
    let access: ClusterAccess
    let sink: UpdateSink
    let client: APIClient
    let probe: ServerProbe
    let budget: ClusterBudget
    private let discovery: Discovery
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
        sink: UpdateSink,
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
        probe = ServerProbe(client, settings: settings)
        budget = ClusterBudget(settings)
        discovery = Discovery(kinds, client: client, settings: settings)
        state = Mutex(State(progress: SyncProgress(kinds)))
    }

    /// Starts to watch.
    func start() {
        let reflectors = Dictionary(uniqueKeysWithValues: kinds.map { ($0, reflector($0)) })
        let definitions = definitions()
        let task = Task.detached {
            await withDiscardingTaskGroup { group in
                for reflector in reflectors.values { group.addTask { await reflector.run() } }
                if let definitions { group.addTask { await definitions.run() } }
            }
        }
        let isStopped = state.withLock { state in
            state.task = task
            state.reflectors = reflectors
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
    var status: ClusterInformerStatus {
        state.withLock { state in
            var status = ClusterInformerStatus(cluster: cluster, access: access)
            status.phase = state.progress.phase
            status.isSynced = state.progress.isSynced
            status.lastFailure = state.lastFailure
            status.credentialsExpiry = state.credentialsExpiry
            for (kind, record) in state.progress.records.sorted(by: { $0.key < $1.key }) {
                status.lastHeard = max(status.lastHeard, record.lastHeard)
                status.lastListed = max(status.lastListed, record.lastListed)
                status.reconnects += record.reconnects
                status.relists += record.relists
                switch record.status {
                case .listed: status.objects.append((kind, record.objects))
                case .forbidden: status.forbidden.append(kind)
                case .absent: status.absent.append(kind)
                case .pending: break
                }
                if let failure = record.failure, record.status != .absent { status.failures.append((kind, failure)) }
            }
            return status
        }
    }

    // MARK: The kinds

    private func reflector(_ kind: ObjectKind) -> Reflector<ObjectResource> {
        let fixed = kind.isBuiltIn ? kind.versions.first : nil
        let versions: VersionLookup =
            fixed.map { .fixed($0) } ?? .discovered { [discovery] in await discovery.version(of: kind) }
        return Reflector(
            ObjectResource(
                kind: kind,
                cluster: cluster,
                systemNamespace: settings.systemNamespace,
                revision: settings.revision,
                keepsContent: settings.keepsContent
            ),
            client: client,
            probe: probe,
            versions: versions,
            settings: settings,
            budget: budget,
            listener: { [self] updates, record in receive(updates, record, of: kind) },
            logger: logger
        )
    }

    private func receive(_ updates: [ObjectUpdate<LiveObject>], _ record: ReflectorRecord, of kind: ObjectKind) {
        // Recorded before it is published, so that a status is never older than the published updates.
        let before = update(record, of: kind)
        if !updates.isEmpty { sink.publish(updates.map { ClusterUpdate(kind, $0) }) }
        report(kind, before, record)
        // `synced` is published only after all initial updates have been published.
        let (isNewlySynced, isDifferent, isSynced) = state.withLock { state in
            let (wasSynced, phase) = (state.progress.isSynced, state.progress.phase)
            state.progress.publish(record.status, of: kind)
            let isDifferent =
                phase != state.progress.phase || record.status != before.status || record.failure != before.failure
            return (state.progress.isSynced && !wasSynced, isDifferent, state.progress.isSynced)
        }
        if isDifferent {
            sink.publishStatus()
            Task { await recordExpiry() }
        }
        if isNewlySynced { sink.sync() }
        if isSynced, isNewlySynced || isDifferent { onComplete() }
        if before.failure?.code == .unreachable, record.failure == nil {
            // The others need not wait any longer either.
            hurry { $0.failure?.code == .unreachable }
        }
    }

    /// Records a status and returns the previous one.
    private func update(_ record: ReflectorRecord, of kind: ObjectKind) -> ReflectorRecord {
        let now = settings.now()
        return state.withLock { state in
            let before = state.progress.update(record, of: kind)
            if let failure = record.failure, failure != before.failure {
                state.lastFailure = ClusterInformerStatus.Failure(error: failure, subject: kind.plural, time: now)
            }
            return before
        }
    }

    /// Ends the waits of some kinds.
    private func hurry(_ isMeant: (ReflectorRecord) -> Bool) {
        let reflectors = state.withLock { state in
            state.progress.records.filter { isMeant($0.value) }.keys.sorted().compactMap { state.reflectors[$0] }
        }
        for reflector in reflectors { reflector.hurry() }
    }

    /// Returns the watch of CustomResourceDefinitions, whose changes end the waits of kinds that are not installed.
    private func definitions() -> Reflector<DefinitionResource>? {
        let names = Set(kinds.filter { !$0.isBuiltIn }.map { "\($0.plural).\($0.group)" })
        guard !names.isEmpty else { return nil }
        return Reflector(
            DefinitionResource(),
            client: client,
            probe: probe,
            versions: .fixed("v1"),
            settings: settings,
            budget: budget,
            listener: { [self] updates, _ in
                guard updates.contains(where: { $0.mentions(names) }) else { return }
                Task {
                    await discovery.forget()
                    hurry { $0.status == .absent || $0.status == .pending }
                }
            },
            logger: logger
        )
    }

    private func recordExpiry() async {
        let expiry = await client.credentials.expiry
        let isNew = state.withLock { state in
            defer { state.credentialsExpiry = expiry }
            return state.credentialsExpiry != expiry
        }
        // The status was published before the expiry was known.
        if isNew { sink.publishStatus() }
    }

    /// Logs each failure once, and its end once; a failure of several kinds, such as an unreachable server, is that of
    /// the cluster.
    private func report(_ kind: ObjectKind, _ before: ReflectorRecord, _ now: ReflectorRecord) {
        guard before.failure?.code != now.failure?.code || before.status != now.status else { return }
        let others = state.withLock { state in
            state.progress.records.filter { $0.key != kind }.compactMap(\.value.failure)
        }
        let metadata: Logger.Metadata = ["resource": "\(kind.plural)"]
        if let failure = now.failure, failure.code != before.failure?.code {
            guard !others.contains(where: { $0.isSameTrouble(as: failure) }) else { return }
            logger.warning("watch failed", metadata: metadata.merging(["error": "\(failure)"]) { $1 })
        } else if let failure = before.failure, now.failure == nil {
            guard !others.contains(where: { $0.isSameTrouble(as: failure) }) else { return }
            logger.info("watch recovered", metadata: metadata)
        } else if before.status != now.status, now.status == .absent {
            logger.debug("resource not installed", metadata: metadata)
        }
    }
}

extension KubernetesError {
    /// Returns true if two failures have the same cause: those of connections, or equal responses.
    fileprivate func isSameTrouble(as other: KubernetesError) -> Bool {
        switch code {
        case .unreachable, .interrupted, .silent, .tls, .credentials, .unauthorized: code == other.code
        default: self == other
        }
    }
}
