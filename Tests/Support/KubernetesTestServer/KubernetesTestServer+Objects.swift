internal import MeshSources
internal import Synchronization

extension KubernetesTestServer {
    /// Adds an object, or replaces the one with its name.
    ///
    /// - Parameter object: contains its kind, and its name in `metadata`.
    public func put(_ object: TestJSON) throws { try state.withLock { try $0.put(object) } }

    /// Adds the objects of a YAML or JSON text; those of other kinds are skipped.
    public func put(manifests text: String) throws { for object in try Self.objects(text) { try put(object) } }

    /// Rewrites the objects of a YAML or JSON text, as ``rewrite(_:)`` does.
    public func rewrite(manifests text: String) throws { for object in try Self.objects(text) { try rewrite(object) } }

    /// Returns an object; nil if it does not exist.
    public func object(_ plural: String, _ name: String, in namespace: String = "") -> TestJSON? {
        state.withLock { $0.objects[plural]?[ObjectName(namespace: namespace, name: name)]?.object }
    }

    /// Returns the supported objects of a YAML or JSON text.
    static func objects(_ text: String) throws -> [TestJSON] {
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
        return objects.filter { object in TestResource.all.contains { $0.kind == object["kind"]?.text } }
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

    /// Forgets all previous changes: watches from before end with 410, pages are still served from a snapshot.
    public func compact() { state.withLock { $0.compact() } }

    /// Forgets continue tokens, as a restart does: the next request with one ends with 410.
    public func expirePages() { state.withLock { $0.pages = [:] } }

    /// Restores an older state, as from a backup: the version is lower, the objects are unchanged.
    public func restore(to version: Int) { state.withLock { $0.restore(to: version) } }

    /// Gives an object another content with the uid and version that it has, as a restored store may do; watches are not
    /// told.
    public func rewrite(_ object: TestJSON) throws { try state.withLock { try $0.rewrite(object) } }
}
