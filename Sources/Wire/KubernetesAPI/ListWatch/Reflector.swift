internal import Logging
internal import MeshSources
internal import Synchronization

/// The executor of one kind's ``ListWatchStateMachine``, which runs until its task is cancelled.
final class Reflector<Resource: ReflectedResource>: Sendable {
    typealias Item = Resource.Item

    /// A closure that receives the changes, in order, and the status after them.
    typealias Listener = @Sendable ([ObjectUpdate<Item>], ReflectorRecord) -> Void

    private struct State {
        var reflection: ListWatchStateMachine<Item>
        var record = ReflectorRecord()
        /// The action for which the current watch must end.
        var next: ListWatchStateMachine<Item>.Action?
        /// The current wait.
        var wait: Task<Void, Never>?
    }

    private let resource: Resource
    private let client: APIClient
    private let probe: ServerProbe
    private let versions: VersionLookup
    private let settings: SourceSettings
    private let listener: Listener
    private let logger: Logger
    private let state: Mutex<State>

    init(
        _ resource: Resource,
        client: APIClient,
        probe: ServerProbe,
        versions: VersionLookup,
        settings: SourceSettings,
        budget: ClusterBudget,
        listener: @escaping Listener,
        logger: Logger
    ) {
        self.resource = resource
        self.client = client
        self.probe = probe
        self.versions = versions
        self.settings = settings
        self.listener = listener
        self.logger = logger
        let machine = ListWatchStateMachine<Item>(
            settings: settings,
            isDiscovered: versions.isDiscovered,
            share: budget.share(of: resource.label)
        )
        state = Mutex(State(reflection: machine))
    }

    /// Runs until the task is cancelled.
    func run() async {
        var version = ""
        if case .fixed(let known) = versions { version = known }
        var action = handle(.proceed)
        while let current = action, !Task.isCancelled {
            let event: ListWatchStateMachine<Item>.Event
            let request = resource.request(for: current, version: version, watchSeconds: watchSeconds)
            switch (current, request) {
            case (.watch, let path?):
                action = await watch(path)
                continue
            case (.list, let path?): event = await list(path)
            case (.verify, let path?): event = await verify(path)
            case (.find, _): event = await find(&version)
            case (.wait(let time), _):
                await wait(time)
                event = .proceed
            case (.probe, _), (.list, nil), (.verify, nil), (.watch, nil): event = await started()
            }
            // A failure caused by the cancellation is not reported.
            action = Task.isCancelled ? nil : handle(event)
        }
    }

    /// Ends the current wait, because the state of the server has changed.
    func hurry() {
        let wait = state.withLock { state in
            state.reflection.quicken()
            return state.wait
        }
        wait?.cancel()
    }

    // MARK: Steps

    private func wait(_ time: Duration) async {
        let wait = Task<Void, Never> { try? await Task.sleep(for: time) }
        state.withLock { $0.wait = wait }
        await withTaskCancellationHandler {
            await wait.value
        } onCancel: {
            wait.cancel()
        }
        state.withLock { $0.wait = nil }
    }

    private func started() async -> ListWatchStateMachine<Item>.Event {
        await probe.failure().map { .requestFailed($0) } ?? .started
    }

    private func find(_ version: inout String) async -> ListWatchStateMachine<Item>.Event {
        guard case .discovered(let find) = versions else { return .found(isGuess: false) }
        switch await find() {
        case .success(nil): return .missing
        case .success(let found?):
            version = found.version
            return .found(isGuess: found.isGuess)
        case .failure(let error): return .requestFailed(error)
        }
    }

    /// Requests one object that is not older than a version; a server that is behind rejects the request.
    private func verify(_ path: RequestPath) async -> ListWatchStateMachine<Item>.Event {
        do throws(KubernetesError) {
            return .verified(resourceVersion: try await page(path).resourceVersion)
        } catch {
            return .requestFailed(error)
        }
    }

    private func list(_ path: RequestPath) async -> ListWatchStateMachine<Item>.Event {
        do throws(KubernetesError) {
            let page = try await page(path)
            for problem in page.problems {
                logger.warning("object skipped", metadata: ["resource": "\(resource.label)", "error": "\(problem)"])
            }
            return .page(page)
        } catch {
            return .requestFailed(error)
        }
    }

    private func page(_ path: RequestPath) async throws(KubernetesError) -> ItemPage<Item> {
        let body = try await client.get(path, accept: resource.accept(isWatch: false))
        var page = try Self.reading { () throws(InputError) in try resource.page(body) }
        page.bytes = body.count
        return page
    }

    /// A random timeout of a watch within the bounds of the settings.
    private var watchSeconds: Int {
        let spread = settings.watchSeconds
        return min(spread.lowerBound + Int(settings.random() * Double(spread.count)), spread.upperBound)
    }

    private func watch(_ path: RequestPath) async -> ListWatchStateMachine<Item>.Action? {
        let begin = ContinuousClock.now
        var failure: KubernetesError?
        do throws(KubernetesError) {
            try await client.watch(
                path,
                accept: resource.accept(isWatch: true),
                silence: { [self] in
                    // Once the initial events have ended, a streaming list is a watch like any other.
                    state.withLock { $0.reflection.isStreaming } ? settings.streamSilence : settings.watchSilence
                },
                opened: { [self] in _ = handle(.opened) },
                lines: { [self] lines in receive(lines, since: begin) }
            )
        } catch {
            failure = error
        }
        if let next = state.withLock({ $0.next.take() }) { return next }
        guard !Task.isCancelled else { return nil }
        let wasLong = begin.duration(to: .now) > settings.backoff.longest
        return handle(.watchEnded(failure, wasLong: wasLong))
    }

    /// Handles lines of a watch and returns true if it continues.
    private func receive(_ lines: [[UInt8]], since begin: ContinuousClock.Instant) -> Bool {
        var updates: [ObjectUpdate<Item>] = []
        var next: ListWatchStateMachine<Item>.Action?
        for line in lines {
            let event: ListWatchStateMachine<Item>.Event
            do throws(KubernetesError) {
                event = .line(try Self.reading { () throws(InputError) in try resource.event(line) }, bytes: line.count)
            } catch {
                event = .watchEnded(error, wasLong: false)
            }
            let (reaction, _) = advance(event)
            updates += reaction.updates
            next = reaction.next
            if next != nil { break }
        }
        if next == nil, let late = lateness(since: begin) { next = advance(.watchEnded(late, wasLong: false)).0.next }
        let record = state.withLock { state in
            state.next = next
            return state.record
        }
        listener(updates, record)
        return next == nil
    }

    /// Returns an error if the end of the initial events is overdue although data arrives: a server that ignores the
    /// parameters of streaming lists sends changes only.
    private func lateness(since begin: ContinuousClock.Instant) -> KubernetesError? {
        let limit = settings.streamDuration
        guard begin.duration(to: .now) > limit, state.withLock({ $0.reflection.isStreaming }) else { return nil }
        return KubernetesError(.silent, "no end of the initial events of a streaming list within \(limit)")
    }

    private static func reading<Value>(_ body: () throws(InputError) -> Value) throws(KubernetesError) -> Value {
        do throws(InputError) {
            return try body()
        } catch {
            throw KubernetesError(error.code == .limit ? .limit : .malformed, "\(error)")
        }
    }

    // MARK: Status

    private func handle(_ event: ListWatchStateMachine<Item>.Event) -> ListWatchStateMachine<Item>.Action? {
        let (reaction, record) = advance(event)
        listener(reaction.updates, record)
        return reaction.next
    }

    private func advance(
        _ event: ListWatchStateMachine<Item>.Event
    ) -> (ListWatchStateMachine<Item>.Reaction, ReflectorRecord) {
        let now = settings.now()
        return state.withLock { state in
            let reaction = state.reflection.handle(event)
            state.record.update(event, reaction, state.reflection, at: now)
            return (reaction, state.record)
        }
    }
}
