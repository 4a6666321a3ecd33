import MeshSources

extension TestServerState {
    /// Forgets all previous changes; pages are still served from a snapshot.
    mutating func compact() {
        changes = []
        oldest = version
    }

    /// Restores an older state: the version is lower, the objects are unchanged.
    mutating func restore(to older: Int) {
        changes = []
        version = older
        oldest = older
        pages = [:]
        for (plural, stored) in objects {
            for name in stored.keys {
                objects[plural]?[name]?.version = older
                objects[plural]?[name]?.object["metadata"]?["resourceVersion"] = .string(String(older))
            }
        }
    }

    /// Gives an object another content with the uid and version that it has.
    mutating func rewrite(_ object: TestJSON) throws {
        guard let resource = TestResource.all.first(where: { $0.kind == object["kind"]?.text }),
            let name = Self.name(of: object), let stored = objects[resource.plural]?[name]
        else { throw TestServerError(message: "no object to rewrite: \(object.line.prefix(200))") }
        var object = object
        object["metadata"]?["resourceVersion"] = .string(String(stored.version))
        object["metadata"]?["uid"] = stored.object["metadata"]?["uid"] ?? .null
        objects[resource.plural]?[name]?.object = object
    }
}
