import KubernetesTestServer
import MeshModel
import MeshSources

@testable import KubernetesAPI
@testable import KubernetesTestServer

/// The list-watch state machine of one kind with a simulated server and a simulated clock.
struct SimulatedKind {
    typealias Machine = ListWatchStateMachine<LiveObject>

    private enum State {
        /// An action is due now.
        case ready(Machine.Action)
        /// An event happens at a time.
        case waiting(until: Duration, Machine.Event)
        /// A watch is open.
        case watching(TestWatcher, opened: Duration, heard: Duration)
    }

    /// The time after which servers end a watch.
    private static let watchTimeout = Duration.seconds(300)

    let kind: ObjectKind
    private let resource: ObjectResource
    private let settings: SourceSettings
    private var machine: Machine
    private(set) var record = ReflectorRecord()
    private var version: String
    private var guesses = 0
    private var state: State

    init(_ kind: ObjectKind, of cluster: ClusterID, _ settings: SourceSettings) {
        self.kind = kind
        self.settings = settings
        resource = ObjectResource(
            kind: kind,
            cluster: cluster,
            systemNamespace: settings.systemNamespace,
            revision: nil,
            keepsContent: false
        )
        machine = Machine(settings: settings, isDiscovered: !kind.isBuiltIn)
        version = kind.versions.first ?? "v1"
        state = .waiting(until: .zero, .proceed)
    }

    /// The next time at which something happens by itself.
    var due: Duration {
        switch state {
        case .ready: .zero
        case .waiting(let time, _): time
        case .watching(_, let opened, let heard):
            min(
                heard + (machine.isStreaming ? settings.streamSilence : settings.watchSilence),
                opened + Self.watchTimeout
            )
        }
    }

    /// Does what is due, and returns the changes.
    mutating func step(at now: Duration, _ server: inout SimulatedServer) -> [ObjectUpdate<LiveObject>] {
        switch state {
        case .ready(let action): return perform(action, at: now, &server)
        case .waiting(let time, let event): return time <= now ? handle(event, at: now) : []
        case .watching(let watcher, let opened, let heard):
            if opened + Self.watchTimeout <= now { server.end(watcher) }
            let (lines, end) = watcher.takeWaiting()
            var updates: [ObjectUpdate<LiveObject>] = []
            if !lines.isEmpty { state = .watching(watcher, opened: opened, heard: now) }
            for line in lines {
                updates += handle(event(line), at: now)
                guard case .watching = state else {
                    server.forget(watcher)
                    return updates
                }
            }
            let wasLong = now - opened > settings.backoff.longest
            switch end {
            case .regular: updates += handle(.watchEnded(nil, wasLong: wasLong), at: now)
            case .dropped:
                let error = KubernetesError(.interrupted, "the connection was closed during the response")
                updates += handle(.watchEnded(error, wasLong: wasLong), at: now)
            case nil where lines.isEmpty && due <= now && heard <= now:
                server.forget(watcher)
                let error = KubernetesError(.silent, "no data from the server")
                updates += handle(.watchEnded(error, wasLong: wasLong), at: now)
            case nil: break
            }
            return updates
        }
    }

    private func event(_ line: String) -> Machine.Event {
        do throws(InputError) {
            return .line(try resource.event(Array(line.utf8)))
        } catch {
            return .watchEnded(KubernetesError(.malformed, "\(error)"), wasLong: false)
        }
    }

    private mutating func handle(_ event: Machine.Event, at now: Duration) -> [ObjectUpdate<LiveObject>] {
        let reaction = machine.handle(event)
        record.update(event, reaction, machine, at: Int64(now / .milliseconds(1)))
        switch reaction.next {
        case nil: break
        case .wait(let time): state = .waiting(until: now + time, .proceed)
        case let action?: state = .ready(action)
        }
        return reaction.updates
    }

    private mutating func perform(
        _ action: Machine.Action,
        at now: Duration,
        _ server: inout SimulatedServer
    ) -> [ObjectUpdate<LiveObject>] {
        switch action {
        case .wait(let time):
            state = .waiting(until: now + time, .proceed)
            return []
        case .probe:
            switch server.response(to: RequestPath("/readyz")) {
            case .failed(let error) where !ServerProbe.isHidden(error): return handle(.requestFailed(error), at: now)
            case .silence: return wait(at: now)
            default: return handle(.started, at: now)
            }
        case .find: return find(at: now, &server)
        case .list, .verify, .watch:
            guard
                let path = resource.request(
                    for: action,
                    version: version,
                    watchSeconds: Int(Self.watchTimeout / .seconds(1))
                )
            else { return [] }
            return receive(server.response(to: path), of: action, at: now)
        }
    }

    private mutating func wait(at now: Duration) -> [ObjectUpdate<LiveObject>] {
        let error = KubernetesError(.silent, "no data from the server")
        state = .waiting(until: now + settings.answerSilence, .requestFailed(error))
        return []
    }

    private mutating func find(at now: Duration, _ server: inout SimulatedServer) -> [ObjectUpdate<LiveObject>] {
        switch server.response(to: RequestPath("/apis")) {
        case .failed(let error) where error.code == .forbidden:
            guard guesses < kind.versions.count else {
                guesses = 0
                return handle(.missing, at: now)
            }
            version = kind.versions[guesses]
            guesses += 1
            return handle(.found(isGuess: true), at: now)
        case .failed(let error): return handle(.requestFailed(error), at: now)
        case .silence: return wait(at: now)
        case .body, .watch:
            guard server.serves(kind) else { return handle(.missing, at: now) }
            version = kind.versions.first ?? "v1"
            return handle(.found(isGuess: false), at: now)
        }
    }

    private mutating func receive(
        _ response: SimulatedServer.Response,
        of action: Machine.Action,
        at now: Duration
    ) -> [ObjectUpdate<LiveObject>] {
        var isWatch = false
        if case .watch = action { isWatch = true }
        switch response {
        case .watch(let watcher):
            state = .watching(watcher, opened: now, heard: now)
            return handle(.opened, at: now)
        case .failed(let error):
            return handle(isWatch ? .watchEnded(error, wasLong: false) : .requestFailed(error), at: now)
        case .silence where isWatch:
            let error = KubernetesError(.silent, "no data from the server")
            state = .waiting(until: now + due(of: action), .watchEnded(error, wasLong: false))
            return []
        case .silence: return wait(at: now)
        case .body(let bytes):
            do throws(InputError) {
                guard !isWatch else {
                    throw InputError(.syntax, at: SourceLocation(file: "", line: 0, column: 0), "no event")
                }
                let page = try resource.page(bytes)
                if case .verify = action { return handle(.verified(resourceVersion: page.resourceVersion), at: now) }
                return handle(.page(page), at: now)
            } catch {
                let failure = KubernetesError(.malformed, "\(error)")
                return handle(isWatch ? .watchEnded(failure, wasLong: false) : .requestFailed(failure), at: now)
            }
        }
    }

    private func due(of action: Machine.Action) -> Duration {
        if case .watch(_, isStreamingList: true) = action { settings.streamSilence } else { settings.watchSilence }
    }
}
