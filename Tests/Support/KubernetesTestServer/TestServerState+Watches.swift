extension TestServerState {
    /// Returns the watches of a resource, or all of them.
    func watchers(of resource: String?) -> [TestWatcher] {
        watchers.values.filter { resource == nil || $0.resource == resource }.sorted { $0.id < $1.id }
    }

    /// Ends watches like a server after their timeout, with a last bookmark: the connection stays open.
    mutating func endWatches(of resource: String?) {
        for watcher in watchers(of: resource) {
            if !watcher.isSilent, watcher.from <= version { watcher.send(bookmark(watcher)) }
            watcher.end()
            watchers[watcher.id] = nil
        }
    }

    /// Responds with a watch, or a streaming list.
    mutating func watch(_ request: TestRequest) -> TestAnswer {
        if request.verb == .streamingList {
            let watcher = watcher(request, from: version)
            let items = (objects[request.resource] ?? [:]).values.filter { watcher.selects($0.object) }
            for item in items.sorted(by: { $0.version < $1.version }) {
                watcher.send(Self.line("ADDED", shown(item.object, request.resource, request.version)))
            }
            watcher.send(bookmark(watcher, isInitialListEnd: true))
            return .watch(watcher)
        }
        let from = Int(request.query["resourceVersion"] ?? "") ?? version
        let watcher = watcher(request, from: from)
        guard from >= oldest else {
            let gone = TestAnswer.failure(410, "Expired", "too old resource version: \(from) (\(oldest))")
            watcher.send(Self.line("ERROR", gone))
            watcher.end()
            watchers[watcher.id] = nil
            return .watch(watcher)
        }
        for change in changes where change.resource == request.resource { tell(change, to: watcher) }
        return .watch(watcher)
    }

    mutating func watcher(_ request: TestRequest, from: Int, isSilent: Bool = false) -> TestWatcher {
        let watcher = TestWatcher(
            id: nextWatcher,
            resource: request.resource,
            version: request.version,
            from: from,
            isSilent: isSilent,
            selects: Self.selection(request)
        )
        nextWatcher += 1
        watchers[watcher.id] = watcher
        return watcher
    }

    /// Returns a bookmark of the present version.
    func bookmark(_ watcher: TestWatcher, isInitialListEnd: Bool = false) -> String {
        var metadata: TestJSON = ["resourceVersion": .string(String(version)), "creationTimestamp": .null]
        if isInitialListEnd { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        return Self.line("BOOKMARK", shown(["metadata": metadata], watcher.resource, watcher.version))
    }
}
