extension ReflectedResource {
    /// Returns the request of an action of the state machine; nil for actions without a request for objects.
    ///
    /// - Parameters:
    ///   - action: the action.
    ///   - version: the version of the kind's group.
    ///   - watchSeconds: the timeout of a watch.
    func request(
        for action: ListWatchStateMachine<Item>.Action,
        version: String,
        watchSeconds: Int
    ) -> RequestPath? {
        let path = path(version: version)
        switch action {
        case .probe, .find, .wait: return nil
        case .list(let limit, let token):
            let limited = limit.map { path.with("limit", String($0)) } ?? path
            return token.isEmpty ? limited : limited.with("continue", token)
        case .verify(let resourceVersion):
            return path.with("limit", "1").with("resourceVersion", resourceVersion)
                .with("resourceVersionMatch", "NotOlderThan")
        case .watch(let resourceVersion, let isStreamingList):
            let watch = path.with("watch", "true").with("allowWatchBookmarks", "true")
                .with("timeoutSeconds", String(watchSeconds))
            guard isStreamingList else { return watch.with("resourceVersion", resourceVersion) }
            return watch.with("sendInitialEvents", "true").with("resourceVersionMatch", "NotOlderThan")
        }
    }
}
