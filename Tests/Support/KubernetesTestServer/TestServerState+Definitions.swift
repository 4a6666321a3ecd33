import MeshSources

extension TestServerState {
    /// The kinds that can be requested at present.
    var served: [TestResource] {
        TestResource.all.filter { resource in
            installed.contains(resource.plural) && !(resource.isCustom && unfinished.contains(.definitions))
        }
    }

    /// Writes the CustomResourceDefinition of a kind, and serves it.
    mutating func install(_ plural: String) throws {
        guard let resource = TestResource.named(plural), installed.insert(plural).inserted else { return }
        try put(Self.definition(of: resource))
        let message = "storage is (re)initializing"
        let starting = TestFault.status(429, reason: "TooManyRequests", message: message, retryAfter: 1)
        faults.append(Waiting(fault: starting, resource: plural, verbs: [.list, .streamingList], times: 1))
    }

    /// Deletes the objects of a kind, ends its watches and deletes its CustomResourceDefinition.
    mutating func uninstall(_ plural: String) {
        guard let resource = TestResource.named(plural), installed.contains(plural) else { return }
        for name in (objects[plural] ?? [:]).keys.sorted() { delete(plural, name) }
        installed.remove(plural)
        endWatches(of: plural)
        delete(TestResource.definition.plural, ObjectName(namespace: "", name: Self.definitionName(resource)))
    }

    /// The definitions of all kinds that are not built in, as they are at the start.
    static func definitions(at version: Int) -> [ObjectName: Stored] {
        var stored: [ObjectName: Stored] = [:]
        for resource in TestResource.all where resource.isCustom {
            var object = definition(of: resource)
            object["metadata"]?["resourceVersion"] = .string(String(version))
            stored[ObjectName(namespace: "", name: definitionName(resource))] = Stored(object: object, version: version)
        }
        return stored
    }

    private static func definitionName(_ resource: TestResource) -> String { "\(resource.plural).\(resource.group)" }

    private static func definition(of resource: TestResource) -> TestJSON {
        [
            "kind": .string(TestResource.definition.kind), "apiVersion": "apiextensions.k8s.io/v1",
            "metadata": ["name": .string(definitionName(resource))],
        ]
    }

    /// Responds to `/readyz` like a server that has started, or that has not finished some parts of its start.
    var readiness: TestAnswer {
        guard !unfinished.isEmpty else { return .whole(status: 200, body: "ok", isJSON: false) }
        let failed = unfinished.map { "[-]\($0.rawValue) failed: reason withheld" }.sorted()
        let lines = ["[+]ping ok"] + failed + ["readyz check failed", ""]
        return .whole(status: 500, body: lines.joined(separator: "\n"), isJSON: false)
    }
}
