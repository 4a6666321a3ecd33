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

    /// Responds to a request for groups, or for the resources of a group's version.
    func discovery(_ request: TestRequest) -> TestAnswer {
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
}
