internal import Logging
internal import MeshModel
internal import MeshSources
internal import Synchronization

/// The clusters of remote secrets, which are added, rotated and removed at run time.
///
/// On rotation the new source starts beside the old one, which runs until the new one has completed its initial sync
/// (P28).
final class RemoteClusters: Sendable {
    private struct Running {
        var entry: RemoteSecretTable.Entry
        var source: ClusterInformer
        /// The source that will replace it.
        var next: (entry: RemoteSecretTable.Entry, source: ClusterInformer)?
    }

    private struct State {
        var table: RemoteSecretTable
        var running: [ClusterID: Running] = [:]
        var problems: [SourceProblem] = []
        /// The invalid kubeconfigs, kept until they change.
        var refused: [ClusterID: (entry: RemoteSecretTable.Entry, problem: SourceProblem)] = [:]
        var isListed = false
        /// The cluster that contains the Secrets.
        var owner = ClusterID.none
        var failure: KubernetesError?
        var task: Task<Void, Never>?
        var isStopped = false
        /// The sources that are being stopped.
        var ending: [Int: Task<Void, Never>] = [:]
        var ended = 0
    }

    private let kinds: [ObjectKind]
    private let queue: CoalescingEventQueue
    private let settings: SourceSettings
    private let logger: Logger
    private let state: Mutex<State>

    init(
        kinds: [ObjectKind],
        reserved: Set<ClusterID>,
        queue: CoalescingEventQueue,
        settings: SourceSettings,
        logger: Logger
    ) {
        self.kinds = kinds
        self.queue = queue
        self.settings = settings
        self.logger = logger
        state = Mutex(State(table: RemoteSecretTable(reserved: reserved)))
    }

    /// Starts to watch the Secrets of a cluster, with its connections.
    func follow(_ source: ClusterInformer) {
        let reflector = Reflector(
            RemoteSecretResource(namespace: settings.systemNamespace),
            client: source.client,
            probe: source.probe,
            versions: .fixed("v1"),
            settings: settings,
            budget: source.budget,
            listener: { [self] updates, record in
                if !updates.isEmpty { receive(updates) }
                receive(record)
            },
            logger: logger
        )
        let task = Task.detached { await reflector.run() }
        state.withLock { state in
            state.task = task
            state.owner = source.cluster
        }
    }

    /// The status of every cluster.
    var statuses: [ClusterInformerStatus] {
        state.withLock { $0.running }.sorted { $0.key < $1.key }.map { _, running in
            var status = running.source.status
            status.rotationFailure = running.next.flatMap { $0.source.status.failures.first?.error }
            return status
        }
    }

    /// The problems with the Secrets.
    var problems: [SourceProblem] {
        state.withLock { state in
            let refused = state.refused.sorted { $0.key < $1.key }.map(\.value.problem)
            let failure = state.failure.map {
                SourceProblem(origin: "Secrets of \(settings.systemNamespace)", cluster: .none, message: $0.message)
            }
            return [failure].compactMap { $0 } + (state.problems + refused).sorted { $0.origin < $1.origin }
        }
    }

    /// The error of the watch of the Secrets; nil if there is none.
    var failure: KubernetesError? { state.withLock { $0.failure } }

    /// A Boolean value that indicates whether the Secrets were listed.
    var isListed: Bool { state.withLock { $0.isListed } }

    /// Stops all sources side by side: a server that does not close its connections delays none of the others.
    func stop() async {
        let task = state.withLock { state in
            state.isStopped = true
            return state.task
        }
        task?.cancel()
        await task?.value
        let (running, ending) = state.withLock { state in
            defer { state.running = [:] }
            return (state.running.values.map { $0 }, state.ending.values.map { $0 })
        }
        await withDiscardingTaskGroup { group in
            for source in running.flatMap({ [$0.source, $0.next?.source].compactMap { $0 } }) {
                group.addTask { await source.stop() }
            }
            for task in ending { group.addTask { await task.value } }
        }
    }

    // MARK: Changes of Secrets

    private func receive(_ record: ReflectorRecord) {
        let isNews = state.withLock { state in
            let isNews = state.failure?.code != record.failure?.code
            state.failure = record.failure
            if isNews { queue.publishStatus(state.owner) }
            return isNews
        }
        if isNews, let failure = record.failure {
            logger.warning("watch failed", metadata: ["resource": "remote secrets", "error": "\(failure)"])
        }
    }

    private func receive(_ updates: [ObjectUpdate<RemoteSecret>]) {
        state.withLock { state in
            guard !state.isStopped else { return }
            for update in updates { state.table.apply(update) }
            let (entries, named, problems) = state.table.resolve()
            for problem in problems where !state.problems.contains(problem) {
                logger.warning("remote secret rejected", metadata: ["error": "\(problem)"])
            }
            state.problems = problems
            // A cluster with an unreadable entry keeps its last source.
            for id in state.running.keys.sorted() where !named.contains(id) { remove(id, &state) }
            for id in state.refused.keys.sorted() where entries[id] != state.refused[id]?.entry {
                state.refused[id] = nil
            }
            for (id, entry) in entries.sorted(by: { $0.key < $1.key }) { follow(id, entry, &state) }
            state.isListed = true
            // Problems with the Secrets are published with the cluster that contains them.
            queue.publishStatus(state.owner)
        }
    }

    private func follow(_ id: ClusterID, _ entry: RemoteSecretTable.Entry, _ state: inout State) {
        // The same kubeconfig, in whichever Secret, is the same connection.
        let running = state.running[id]
        if let running, (running.next?.entry ?? running.entry).kubeconfig == entry.kubeconfig { return }
        if let refused = state.refused[id], refused.entry == entry { return }
        let origin = "Secret \(entry.secret), key \(id)"
        let access: ClusterAccess
        do throws(InputError) {
            access = try Kubeconfig(secret: entry.kubeconfig, origin: origin).access()
        } catch {
            let problem = SourceProblem(origin: origin, cluster: id, message: "\(error)")
            state.refused[id] = (entry, problem)
            logger.warning("remote secret rejected", metadata: ["error": "\(problem.message)"])
            return
        }
        guard let running else {
            queue.add(id)
            let source = source(id, access, isOpen: true)
            state.running[id] = Running(entry: entry, source: source)
            source.start()
            return
        }
        if let next = running.next { end(next.source, &state) }
        state.running[id]?.next = nil
        // The kubeconfig in use was restored.
        guard running.entry.kubeconfig != entry.kubeconfig else { return }
        let source = source(id, access, isOpen: false)
        state.running[id]?.next = (entry, source)
        source.start()
        queue.publishStatus(id)
    }

    private func source(_ id: ClusterID, _ access: ClusterAccess, isOpen: Bool) -> ClusterInformer {
        ClusterInformer(
            id,
            access: access,
            kinds: kinds,
            sink: UpdateSink(id, queue, isOpen: isOpen),
            settings: settings,
            logger: logger,
            onComplete: { [weak self] in self?.swap(id) }
        )
    }

    /// Replaces the old source by the waiting one, which has completed its initial sync.
    private func swap(_ id: ClusterID) {
        state.withLock { state in
            guard let running = state.running[id], let next = running.next else { return }
            let (old, new) = (running.source.status, next.source.status)
            // A new connection with fewer permissions would remove objects that the old one can list.
            let seen = Set(old.objects.map(\.kind))
            guard new.isSynced, seen.isDisjoint(with: new.forbidden) else { return }
            running.source.sink.close()
            next.source.sink.takeOver()
            end(running.source, &state)
            state.running[id] = Running(entry: next.entry, source: next.source)
            logger.info(
                "switched cluster to new credentials",
                metadata: ["cluster": "\(id)", "origin": "\(next.source.access.origin)"]
            )
        }
        queue.publishStatus(id)
    }

    private func remove(_ id: ClusterID, _ state: inout State) {
        guard let running = state.running.removeValue(forKey: id) else { return }
        running.source.sink.close()
        queue.remove(id)
        end(running.source, &state)
        if let next = running.next { end(next.source, &state) }
    }

    /// Stops a source without waiting for its end.
    private func end(_ source: ClusterInformer, _ state: inout State) {
        source.sink.close()
        let number = state.ended
        state.ended += 1
        state.ending[number] = Task.detached { [self] in
            await source.stop()
            _ = self.state.withLock { $0.ending.removeValue(forKey: number) }
        }
    }
}
