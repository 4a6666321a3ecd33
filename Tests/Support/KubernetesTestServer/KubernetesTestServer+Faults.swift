internal import NIOCore
internal import Synchronization

extension KubernetesTestServer {
    /// Injects a fault into the next requests.
    ///
    /// - Parameters:
    /// - fault: the fault.
    /// - resource: the resource, such as `pods`; nil for every resource.
    /// - verbs: the affected verbs; empty for all.
    /// - times: the number of affected requests.
    public func inject(
        _ fault: TestFault,
        into resource: String? = nil,
        _ verbs: TestRequest.Verb...,
        times: Int = 1
    ) {
        state.withLock {
            $0.faults.append(TestServerState.Waiting(fault: fault, resource: resource, verbs: verbs, times: times))
        }
    }

    /// Removes all injected faults.
    public func heal() { state.withLock { $0.faults = [] } }

    /// Accepts these `Authorization` headers only; nil accepts all requests.
    public func accept(authorizations: Set<String>?) { state.withLock { $0.authorizations = authorizations } }

    /// Forbids some resources.
    public func forbid(_ resources: Set<String>) { state.withLock { $0.forbidden = resources } }

    /// Forbids discovery.
    public func forbidDiscovery(_ isForbidden: Bool = true) { state.withLock { $0.isDiscoveryForbidden = isForbidden } }

    /// Sets the support for streaming lists; without it such requests get 422.
    public func streamLists(_ isStreaming: Bool) { state.withLock { $0.streamsLists = isStreaming } }

    /// Sets the parts of the start that are not finished: `/readyz` fails until there are none.
    public func start(without parts: Set<TestStartupPart>) { state.withLock { $0.unfinished = parts } }

    /// Removes CustomResourceDefinitions: their objects are deleted, and their watches end.
    public func uninstall(_ resources: String...) {
        state.withLock { state in
            for resource in resources { state.uninstall(resource) }
        }
    }

    /// Installs CustomResourceDefinitions.
    public func install(_ resources: String...) throws {
        try state.withLock { state in
            for resource in resources { try state.install(resource) }
        }
    }

    /// Ends all watches of a resource like a server after their timeout.
    public func endWatches(of resource: String? = nil) {
        state.withLock { $0.endWatches(of: resource) }
    }

    /// Drops the connections of all watches of a resource.
    ///
    /// - Parameters:
    /// - resource: the resource, such as `pods`; nil for all.
    /// - isWithinLine: true to send half a line before.
    public func dropWatches(of resource: String? = nil, isWithinLine: Bool = false) {
        let line =
            isWithinLine
            ? #"{"type":"ADDED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"half"}}}"# : nil
        for watcher in watchers(of: resource) { watcher.drop(within: line) }
    }

    /// Sends a line to all watches of a resource.
    public func send(_ line: String, toWatchesOf resource: String) {
        for watcher in watchers(of: resource) { watcher.send(line) }
    }

    /// Sends bookmarks to all watches.
    public func sendBookmarks() {
        state.withLock { state in
            for watcher in state.watchers.values where !watcher.isSilent && watcher.from <= state.version {
                watcher.send(state.bookmark(watcher))
            }
        }
    }

    /// Returns the number of open watches.
    public func watchCount(of resource: String? = nil) -> Int { watchers(of: resource).count }

    private func watchers(of resource: String?) -> [TestWatcher] {
        state.withLock { $0.watchers(of: resource) }
    }

    /// Reads nothing more from the present connections, so that they are not closed in order either.
    public func freeze() {
        for connection in connections {
            connection.setOption(ChannelOptions.autoRead, value: false).whenComplete { _ in }
        }
    }

    // MARK: Requests

    /// All requests so far.
    public var requests: [TestRequest] { state.withLock { $0.requests } }

    /// Waits for this many further matching requests.
    public func wait(for count: Int = 1, where matches: @escaping @Sendable (TestRequest) -> Bool) async {
        await withCheckedContinuation { continuation in
            state.withLock {
                let waiter = TestServerState.Waiter(matches: matches, count: count) { continuation.resume() }
                $0.waiters.append(waiter)
            }
        }
    }

    /// Waits for this many matching requests, including earlier ones.
    public func wait(forAll count: Int = 1, where matches: @escaping @Sendable (TestRequest) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                let missing = count - state.requests.count(where: matches)
                guard missing > 0 else { return true }
                let waiter = TestServerState.Waiter(matches: matches, count: missing) { continuation.resume() }
                state.waiters.append(waiter)
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}
