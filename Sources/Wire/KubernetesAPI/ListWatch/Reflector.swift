internal import Logging
internal import MeshSources
internal import Synchronization

/// The executor of one kind's ``Reflection``, which runs until its task is cancelled.
final class Reflector<Resource: ReflectedResource>: Sendable {
    typealias Item = Resource.Item

    /// A closure that receives the changes, in order, and the status after them.
    typealias Listener = @Sendable ([ItemUpdate<Item>], ReflectorRecord) -> Void

    /// The way in which the version of a kind is found.
    enum Versions: Sendable {
        /// A fixed version; the kind always exists.
        case fixed(String)
        /// A discovered version; the kind may be installed and removed.
        case discovered(@Sendable (_ isKnown: Bool) async throws -> String?)
    }

    private struct State {
        var reflection: Reflection<Item>
        var record = ReflectorRecord()
        /// The action for which the current watch must end.
        var next: Reflection<Item>.Action?
    }

    private let resource: Resource
    private let client: APIClient
    private let versions: Versions
    private let settings: SourceSettings
    private let listener: Listener
    private let logger: Logger
    private let state: Mutex<State>

    init(
        _ resource: Resource,
        client: APIClient,
        versions: Versions,
        settings: SourceSettings,
        listener: @escaping Listener,
        logger: Logger
    ) {
        self.resource = resource
        self.client = client
        self.versions = versions
        self.settings = settings
        self.listener = listener
        self.logger = logger
        state = Mutex(State(reflection: Reflection(settings: settings)))
    }

    /// Runs until the task is cancelled.
    func run() async {
        var version: String?
        if case .fixed(let known) = versions { version = known }
        var action = version == nil ? .find : handle(.proceed)
        while !Task.isCancelled {
            switch action {
            case .find: (action, version) = await find()
            case .wait(let time):
                try? await Task.sleep(for: time)
                action = handle(.proceed)
            case .list(let limit, let token):
                let event = await list(resource.path(version: version ?? ""), limit, token)
                // A failure caused by the cancellation is not reported.
                action = Task.isCancelled ? nil : handle(event)
            case .watch(let from, let isStreaming):
                action = await watch(resource.path(version: version ?? ""), from, isStreaming)
            case nil: return
            }
        }
    }

    // MARK: Steps

    /// Waits until the kind is installed.
    private func find() async -> (Reflection<Item>.Action?, String?) {
        guard case .discovered(let find) = versions else {
            if case .fixed(let version) = versions {
                // The kind always exists but was not found: the server is starting.
                try? await Task.sleep(for: settings.backoff.longest)
                return (handle(.proceed), version)
            }
            return (nil, nil)
        }
        do {
            let isKnown = state.withLock { $0.reflection.hasListed }
            guard let version = try await find(isKnown) else {
                _ = handle(.uninstalled)
                note(.absent)
                return (.find, nil)
            }
            note(nil)
            return (handle(.proceed), version)
        } catch {
            guard !Task.isCancelled else { return (nil, nil) }
            // Nothing is known about the kind while the server cannot be reached.
            guard let error = error as? KubernetesError else { return (.find, nil) }
            let wait = handle(.listFailed(error.code == .absent ? KubernetesError(.server, error.message) : error))
            if case .wait(let time)? = wait { try? await Task.sleep(for: time) }
            return (.find, nil)
        }
    }

    private func list(_ path: RequestPath, _ limit: Int?, _ token: String) async -> Reflection<Item>.Event {
        var path = path
        if let limit { path = path.with("limit", String(limit)) }
        if !token.isEmpty { path = path.with("continue", token) }
        do throws(KubernetesError) {
            let body = try await client.get(path)
            let page = try Self.reading { () throws(InputError) in try resource.page(body) }
            for problem in page.problems {
                logger.warning("object skipped", metadata: ["resource": "\(resource.label)", "error": "\(problem)"])
            }
            return .page(page)
        } catch {
            return .listFailed(error)
        }
    }

    private func watch(_ path: RequestPath, _ from: String, _ isStreaming: Bool) async -> Reflection<Item>.Action? {
        let spread = settings.watchSeconds
        let seconds = spread.lowerBound + Int(settings.random() * Double(spread.count))
        var path = path.with("watch", "true").with("allowWatchBookmarks", "true")
        path = path.with("timeoutSeconds", String(min(seconds, spread.upperBound)))
        if isStreaming {
            path = path.with("sendInitialEvents", "true").with("resourceVersionMatch", "NotOlderThan")
        } else {
            path = path.with("resourceVersion", from)
        }
        let begin = ContinuousClock.now
        var failure: KubernetesError?
        do throws(KubernetesError) {
            try await client.watch(
                path,
                silence: isStreaming ? min(settings.answerSilence, settings.watchSilence) : settings.watchSilence,
                opened: { [self] in _ = handle(.opened) },
                lines: { [self] lines in take(lines) }
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
    private func take(_ lines: [[UInt8]]) -> Bool {
        var updates: [ItemUpdate<Item>] = []
        var next: Reflection<Item>.Action?
        for line in lines {
            let event: Reflection<Item>.Event
            do throws(KubernetesError) {
                event = .line(try Self.reading { () throws(InputError) in try resource.event(line) })
            } catch {
                event = .watchEnded(error, wasLong: false)
            }
            let (reaction, _) = advance(event)
            updates += reaction.updates
            next = reaction.next
            if next != nil { break }
        }
        let record = state.withLock { state in
            state.next = next
            return state.record
        }
        listener(updates, record)
        return next == nil
    }

    private static func reading<Value>(_ body: () throws(InputError) -> Value) throws(KubernetesError) -> Value {
        do throws(InputError) {
            return try body()
        } catch {
            throw KubernetesError(error.code == .limit ? .limit : .malformed, "\(error)")
        }
    }

    // MARK: Status

    private func handle(_ event: Reflection<Item>.Event) -> Reflection<Item>.Action? {
        let (reaction, record) = advance(event)
        listener(reaction.updates, record)
        return reaction.next
    }

    private func advance(_ event: Reflection<Item>.Event) -> (Reflection<Item>.Reaction, ReflectorRecord) {
        let now = settings.now()
        return state.withLock { state in
            let reaction = state.reflection.handle(event)
            let reflection = state.reflection
            switch event {
            case .page, .line, .opened: state.record.lastHeard = now
            default: break
            }
            if reaction.updates.contains(where: \.isReplacement) { state.record.lastListed = now }
            state.record.objects = reflection.names.count
            state.record.relists = reflection.relists
            state.record.reconnects = reflection.reconnects
            state.record.failure = reflection.failure
            if reflection.failure?.code == .forbidden, !reflection.hasListed {
                state.record.standing = .forbidden
            } else if reflection.hasListed {
                state.record.standing = .listed
            }
            return (reaction, state.record)
        }
    }

    private func note(_ standing: ReflectorRecord.Standing?) {
        let record = state.withLock { state in
            if let standing {
                state.record.standing = standing
            } else if state.record.standing == .absent {
                state.record.standing = .pending
            }
            return state.record
        }
        listener([], record)
    }
}

extension ItemUpdate {
    /// A Boolean value that indicates whether the update is a complete list.
    var isReplacement: Bool {
        if case .replaced = self { true } else { false }
    }
}
