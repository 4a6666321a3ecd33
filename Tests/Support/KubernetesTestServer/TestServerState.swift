internal import MeshSources

/// The state of a server and its faults.
struct TestServerState {
    /// An object with the version at which it was written.
    struct Stored {
        var object: TestJSON
        var version: Int
    }

    /// A change, as sent to watches.
    struct Change {
        let resource: String
        let type: String
        let object: TestJSON
        let version: Int
    }

    /// A fault that waits for a request.
    struct Waiting {
        let fault: TestFault
        let resource: String?
        let verbs: [TestRequest.Verb]
        var times: Int
    }

    /// A task that waits for requests.
    struct Waiter {
        let matches: @Sendable (TestRequest) -> Bool
        var count: Int
        let resume: @Sendable () -> Void
    }

    var objects: [String: [ObjectName: Stored]] = [
        TestResource.definition.plural: TestServerState.definitions(at: 1_000)
    ]
    var changes: [Change] = []
    var version = 1_000
    /// The oldest version that is not forgotten.
    var oldest = 1_000
    var watchers: [Int: TestWatcher] = [:]
    var nextWatcher = 1
    var pages: [String: (version: Int, rest: [TestJSON])] = [:]
    var nextPage = 1
    /// The number of objects before the page of a token.
    var lastPages: [String: Int] = [:]
    var installed = Set(TestResource.all.map(\.plural))
    var forbidden: Set<String> = []
    var isDiscoveryForbidden = false
    /// The parts of the start that are not finished.
    var unfinished: Set<TestStartupPart> = []
    var streamsLists = true
    /// The accepted headers; nil accepts all requests.
    var authorizations: Set<String>?
    /// The headers of users who may not read objects.
    var unprivileged: Set<String> = []
    var faults: [Waiting] = []
    var requests: [TestRequest] = []
    var waiters: [Waiter] = []

    // MARK: Objects

    mutating func put(_ object: TestJSON) throws {
        guard let resource = TestResource.all.first(where: { $0.kind == object["kind"]?.text }),
            let name = Self.name(of: object)
        else { throw TestServerError(message: "unsupported object: \(object.line.prefix(200))") }
        version += 1
        var object = object
        let isNew = objects[resource.plural]?[name] == nil
        object["metadata"]?["resourceVersion"] = .string(String(version))
        if object["metadata"]?["uid"] == nil {
            object["metadata"]?["uid"] = .string("uid-\(resource.plural)-\(name)")
        }
        // Half of the fields that a real server sends, none of which is read.
        object["metadata"]?["managedFields"] = [
            [
                "manager": "kubectl", "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1",
                "fieldsV1": ["f:metadata": ["f:labels": [".": [:], "f:app": [:]]]],
            ]
        ]
        objects[resource.plural, default: [:]][name] = Stored(object: object, version: version)
        tell(Change(resource: resource.plural, type: isNew ? "ADDED" : "MODIFIED", object: object, version: version))
    }

    mutating func delete(_ plural: String, _ name: ObjectName) {
        guard let stored = objects[plural]?.removeValue(forKey: name) else { return }
        version += 1
        var object = stored.object
        object["metadata"]?["resourceVersion"] = .string(String(version))
        tell(Change(resource: plural, type: "DELETED", object: object, version: version))
    }

    private mutating func tell(_ change: Change) {
        changes.append(change)
        for watcher in watchers.values where watcher.resource == change.resource { tell(change, to: watcher) }
    }

    private func tell(_ change: Change, to watcher: TestWatcher) {
        guard change.version > watcher.from, !watcher.isSilent, watcher.selects(change.object) else { return }
        watcher.send(Self.line(change.type, shown(change.object, change.resource, watcher.version)))
    }

    /// A single object contains its kind, with the requested version.
    private func shown(_ object: TestJSON, _ plural: String, _ version: String) -> TestJSON {
        guard let resource = TestResource.named(plural), case .object(let members) = object else { return object }
        let rest = members.filter { $0.name != "kind" && $0.name != "apiVersion" }
        let head = [
            TestJSON.Member("kind", .string(resource.kind)),
            TestJSON.Member("apiVersion", .string(resource.apiVersion(version))),
        ]
        return .object(head + rest)
    }

    static func line(_ type: String, _ object: TestJSON) -> String {
        let event: TestJSON = ["type": .string(type), "object": object]
        return event.line
    }

    static func name(of object: TestJSON) -> ObjectName? {
        guard let name = object["metadata"]?["name"]?.text else { return nil }
        return ObjectName(namespace: object["metadata"]?["namespace"]?.text ?? "", name: name)
    }

    func bookmark(_ watcher: TestWatcher, isInitialListEnd: Bool = false) -> String {
        var metadata: TestJSON = ["resourceVersion": .string(String(version)), "creationTimestamp": .null]
        if isInitialListEnd { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        return Self.line("BOOKMARK", shown(["metadata": metadata], watcher.resource, watcher.version))
    }

    // MARK: Watches

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

    // MARK: Responses

    mutating func answer(_ request: TestRequest) -> TestAnswer {
        requests.append(request)
        defer { wake(request) }
        if let authorizations, !authorizations.contains(request.authorization ?? "") {
            return .status(401, "Unauthorized", "Unauthorized")
        }
        guard let place = fault(for: request) else { return right(request) }
        faults[place].times -= 1
        let fault = faults[place].fault
        if faults[place].times == 0 { faults.remove(at: place) }
        return wrong(fault, request)
    }

    private func fault(for request: TestRequest) -> Int? {
        faults.firstIndex { waiting in
            (waiting.resource == nil || waiting.resource == request.resource)
                && (waiting.verbs.isEmpty || waiting.verbs.contains(request.verb))
        }
    }

    private mutating func wrong(_ fault: TestFault, _ request: TestRequest) -> TestAnswer {
        switch fault {
        case .status(let code, let reason, let message, let retryAfter):
            return .status(code, reason, message, retryAfter: retryAfter)
        case .body(let body, let status): return .whole(status: status, body: body)
        case .close: return .close
        case .hang: return .hang
        case .huge(let bytes): return .huge(bytes: bytes)
        case .watchLines(let lines):
            let watcher = watcher(request, from: .max, isSilent: true)
            for line in lines { watcher.send(line) }
            return .watch(watcher)
        case .trickle(let bytes, let pause):
            guard case .whole(_, _, let body, _) = right(request) else { return .close }
            return .trickle(body: body, bytes: bytes, milliseconds: pause)
        case .truncated:
            guard case .whole(_, _, let body, _) = right(request) else { return .close }
            return .truncated(body: body)
        }
    }

    private mutating func right(_ request: TestRequest) -> TestAnswer {
        if request.verb == .ready { return readiness }
        if [.create, .replace, .delete].contains(request.verb) { return write(request) }
        guard request.verb != .discovery else { return discovery(request) }
        guard let resource = served.first(where: { $0.plural == request.resource }),
            resource.versions.contains(request.version)
        else { return .whole(status: 404, body: "404 page not found\n", isJSON: false) }
        let isPrivileged = request.authorization.map { !unprivileged.contains($0) } ?? true
        guard isPrivileged, !forbidden.contains(resource.plural), !unfinished.contains(.permissions) else {
            let group = resource.group.isEmpty ? "" : ".\(resource.group)"
            let message =
                "\(resource.plural)\(group) is forbidden: User \"reader\" cannot list resource \"\(resource.plural)\""
            return .status(403, "Forbidden", message)
        }
        switch request.verb {
        case .list, .nextPage, .verification: return list(request, resource)
        case .streamingList:
            guard streamsLists else {
                let message =
                    "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"
                return .status(422, "Invalid", message)
            }
            return watch(request)
        default: return watch(request)
        }
    }

    private func discovery(_ request: TestRequest) -> TestAnswer {
        guard !isDiscoveryForbidden, !unfinished.contains(.permissions) else {
            return .status(403, "Forbidden", "forbidden: User \"reader\" cannot get path \"\(request.path)\"")
        }
        let present = served.filter { !$0.group.isEmpty }
        if request.path == "/apis" {
            let groups = Set(present.map(\.group)).sorted().map { group -> TestJSON in
                let versions = Set(present.filter { $0.group == group }.flatMap(\.versions)).sorted()
                let listed = versions.map { version -> TestJSON in
                    ["groupVersion": .string("\(group)/\(version)"), "version": .string(version)]
                }
                return ["name": .string(group), "versions": .array(listed), "preferredVersion": listed.first ?? .null]
            }
            let all: TestJSON = ["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups)]
            return .whole(status: 200, body: all.line)
        }
        let groupVersion = request.path.split(separator: "/").dropFirst().joined(separator: "/")
        let resources = present.filter { resource in
            resource.versions.contains { resource.apiVersion($0) == groupVersion }
        }
        guard !resources.isEmpty else { return .whole(status: 404, body: "404 page not found\n", isJSON: false) }
        let listed = resources.map { resource -> TestJSON in
            [
                "name": .string(resource.plural), "singularName": "", "namespaced": true,
                "kind": .string(resource.kind), "verbs": ["get", "list", "watch"],
            ]
        }
        let all: TestJSON = [
            "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(groupVersion),
            "resources": .array(listed),
        ]
        return .whole(status: 200, body: all.line)
    }

    private mutating func list(_ request: TestRequest, _ resource: TestResource) -> TestAnswer {
        if request.query["resourceVersionMatch"] == "NotOlderThan",
            let wanted = request.query["resourceVersion"].flatMap({ Int($0) }), wanted > version
        {
            let message = "Timeout: Too large resource version: \(wanted), current: \(version)"
            return .status(504, "Timeout", message, retryAfter: 1)
        }
        var shownVersion = version
        var items: [TestJSON]
        if let token = request.query["continue"], !token.isEmpty {
            guard let page = pages.removeValue(forKey: token) else { return expired(request, resource) }
            (shownVersion, items) = (page.version, page.rest)
        } else {
            let selects = Self.selection(request)
            items = (objects[resource.plural] ?? [:]).sorted { $0.key < $1.key }.map(\.value.object).filter(selects)
        }
        var metadata: TestJSON = ["resourceVersion": .string(String(shownVersion))]
        if let limit = request.query["limit"].flatMap({ Int($0) }), limit > 0, items.count > limit {
            let token = "page-\(nextPage)"
            nextPage += 1
            pages[token] = (shownVersion, Array(items.dropFirst(limit)))
            lastPages[token] = (lastPages[request.query["continue"] ?? ""] ?? 0) + limit
            metadata["continue"] = .string(token)
            metadata["remainingItemCount"] = .number(String(items.count - limit))
            items = Array(items.prefix(limit))
        }
        // Only custom resources contain their kind in a list.
        let shownItems = items.map { item -> TestJSON in
            if resource.isCustom { return shown(item, resource.plural, request.version) }
            var item = item
            item["kind"] = nil
            item["apiVersion"] = nil
            return item
        }
        let all: TestJSON = [
            "kind": .string("\(resource.kind)List"), "apiVersion": .string(resource.apiVersion(request.version)),
            "metadata": metadata, "items": .array(shownItems),
        ]
        return .whole(status: 200, body: all.line)
    }

    /// Responds to a token whose pages are forgotten, with a token for the rest in its present state.
    private mutating func expired(_ request: TestRequest, _ resource: TestResource) -> TestAnswer {
        let message =
            "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results."
        var status = TestAnswer.failure(410, "Expired", message)
        let token = "inconsistent-\(nextPage)"
        nextPage += 1
        let items = (objects[resource.plural] ?? [:]).sorted { $0.key < $1.key }.map(\.value.object)
        let given = lastPages[request.query["continue"] ?? ""] ?? 0
        pages[token] = (version, Array(items.filter(Self.selection(request)).dropFirst(given)))
        status["metadata"] = ["continue": .string(token)]
        return .whole(status: 410, body: status.line)
    }

    private mutating func watch(_ request: TestRequest) -> TestAnswer {
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

    private mutating func watcher(_ request: TestRequest, from: Int, isSilent: Bool = false) -> TestWatcher {
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

    private static func selection(_ request: TestRequest) -> @Sendable (TestJSON) -> Bool {
        let namespace = request.namespace
        let field = request.query["fieldSelector"]?.split(separator: "=", maxSplits: 1).last.map(String.init)
        let label = request.query["labelSelector"]?.split(separator: "=", maxSplits: 1).map(String.init)
        return { object in
            let metadata = object["metadata"]
            if !namespace.isEmpty, metadata?["namespace"]?.text != namespace { return false }
            if let field, metadata?["name"]?.text != field { return false }
            if let label, label.count == 2, metadata?["labels"]?[label[0]]?.text != label[1] { return false }
            return true
        }
    }

    private mutating func wake(_ request: TestRequest) {
        for place in waiters.indices.reversed() where waiters[place].matches(request) {
            waiters[place].count -= 1
            if waiters[place].count == 0 { waiters.remove(at: place).resume() }
        }
    }
}

/// An error of the test server.
struct TestServerError: Error {
    let message: String
}
