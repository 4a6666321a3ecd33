internal import MeshSources
internal import Synchronization

extension KubernetesTestServer {
    /// Adds an object, or replaces the one with its name.
    ///
    /// - Parameter object: contains its kind, and its name in `metadata`.
    public func put(_ object: TestJSON) throws { try state.withLock { try $0.put(object) } }

    /// Adds the objects of a YAML or JSON text; those of other kinds are skipped.
    public func put(manifests text: String) throws {
        let bytes = Array(text.utf8)
        let objects = try bytes.withUnsafeBufferPointer { buffer in
            var objects: [TestJSON] = []
            var parser = try ManifestParser(buffer, file: "manifests", limits: ReadingLimits())
            while let document = try parser.next() {
                let value = try TestJSON(ManifestValue(root: document))
                if case .array(let items)? = value["items"] { objects += items } else { objects.append(value) }
            }
            return objects
        }
        for object in objects where TestResource.all.contains(where: { $0.kind == object["kind"]?.text }) {
            try put(object)
        }
    }

    /// Removes an object.
    ///
    /// - Parameters:
    /// - plural: the resource, such as `pods`.
    /// - namespace: the namespace; empty for kinds without namespaces.
    /// - name: the name of the object.
    public func delete(_ plural: String, _ name: String, in namespace: String = "") {
        state.withLock { $0.delete(plural, ObjectName(namespace: namespace, name: name)) }
    }

    /// The resource version of the store.
    public var resourceVersion: Int { state.withLock { $0.version } }

    /// Forgets all previous changes and pages: watches and pages from before end with 410.
    public func compact() {
        state.withLock { state in
            state.changes = []
            state.oldest = state.version
            state.pages = [:]
        }
    }

    /// Forgets continue tokens: the next request with one ends with 410.
    public func expirePages() { state.withLock { $0.pages = [:] } }

    /// Restores an older state, as from a backup: the version is lower, the objects are unchanged.
    public func restore(to version: Int) {
        state.withLock { state in
            state.changes = []
            state.version = version
            state.oldest = version
            state.pages = [:]
            for (plural, objects) in state.objects {
                for name in objects.keys {
                    state.objects[plural]?[name]?.version = version
                    state.objects[plural]?[name]?.object["metadata"]?["resourceVersion"] = .string(String(version))
                }
            }
        }
    }
}
