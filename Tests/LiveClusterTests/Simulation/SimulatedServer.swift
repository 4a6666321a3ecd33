import KubernetesTestServer
import MeshSources
import TestSupport

@testable import KubernetesAPI
@testable import KubernetesTestServer

/// A stand-in API server without sockets: requests are answered at once.
struct SimulatedServer {
    /// The response to a request.
    enum Response {
        case body([UInt8])
        case failed(KubernetesError)
        /// None at all.
        case silence
        case watch(TestWatcher)
    }

    var state = TestServerState()
    private(set) var isReachable = true

    init() {
        // Far from 0, so that older states can be restored.
        (state.version, state.oldest) = (1_000_000, 1_000_000)
    }

    /// A copy for other clients, without the watches of the present ones.
    var copy: SimulatedServer {
        var copy = self
        copy.state.watchers = [:]
        return copy
    }

    /// Answers a request.
    mutating func response(to path: RequestPath) -> Response {
        guard isReachable else { return .failed(KubernetesError(.unreachable, "127.0.0.1:1: Connection refused")) }
        let answer = state.answer(TestRequest(uri: path.description) { _ in nil })
        state.requests = []
        switch answer {
        case .whole(let status, let headers, let body, _):
            guard status != 200 else { return .body(Array(body.utf8)) }
            let seconds = headers.first { $0.name == "Retry-After" }.flatMap { Int($0.value) }
            let error = StatusAnswer(code: status, body: Array(body.utf8)).error(
                retryAfter: seconds.map { .seconds($0) }
            )
            return .failed(error)
        case .trickle(let body, _, _): return .body(Array(body.utf8))
        case .truncated: return .failed(KubernetesError(.interrupted, "the connection was closed during the response"))
        case .huge: return .failed(KubernetesError(.limit, "response too large"))
        case .close: return .failed(KubernetesError(.unreachable, "the connection was closed before the response"))
        case .hang: return .silence
        case .watch(let watcher): return .watch(watcher)
        }
    }

    /// Returns true if a kind can be requested.
    func serves(_ kind: ObjectKind) -> Bool { state.served.contains { $0.plural == kind.plural } }

    /// Ends the connection of a watch on the client's side.
    mutating func forget(_ watcher: TestWatcher) { state.watchers[watcher.id] = nil }

    /// Ends a watch after its time.
    mutating func end(_ watcher: TestWatcher) {
        if !watcher.isSilent, watcher.from <= state.version { watcher.send(state.bookmark(watcher)) }
        watcher.end()
        forget(watcher)
    }

    /// Closes the connections of all watches.
    mutating func dropWatches() {
        for watcher in state.watchers(of: nil) {
            watcher.drop(within: nil)
            forget(watcher)
        }
    }

    /// Stops the server.
    mutating func disappear() {
        isReachable = false
        dropWatches()
    }

    /// Starts the server again.
    mutating func reappear() { isReachable = true }

    /// Sends bookmarks to all watches that a server would send some to.
    mutating func sendBookmarks() {
        guard isReachable else { return }
        for watcher in state.watchers.values where !watcher.isSilent && watcher.from <= state.version {
            watcher.send(state.bookmark(watcher))
        }
    }
}
