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

    func tell(_ change: Change, to watcher: TestWatcher) {
        guard change.version > watcher.from, !watcher.isSilent, watcher.selects(change.object) else { return }
        watcher.send(Self.line(change.type, shown(change.object, change.resource, watcher.version)))
    }

    /// A single object contains its kind, with the requested version.
    func shown(_ object: TestJSON, _ plural: String, _ version: String) -> TestJSON {
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
}

/// An error of the test server.
struct TestServerError: Error {
    let message: String
}
