internal import EnvoyMessages
public import MeshModel
internal import Synchronization

/// The encoded assignments of one mesh, each made once for all proxies with the same relevant properties.
///
/// The key is the set of properties that the translation read: it is complete because every access is recorded
/// (``RecordingProxyView``). Safe to use from any thread.
public final class AssignmentCache: Sendable {
    /// The mesh to translate.
    public let mesh: MeshSnapshot
    private let translator: EndpointTranslator
    private let layouts: EndpointLayoutCache
    private let store: Mutex<AssignmentStore>
    /// The statistics of this cache and its predecessors.
    public let uses: CacheUses

    /// Makes an empty cache.
    ///
    /// - Parameters:
    ///   - mesh: the mesh to translate.
    ///   - maximumBytes: the approximate memory of all assignments, beyond which those that were not used for the
    ///     longest time are dropped; unbounded by default.
    public convenience init(_ mesh: MeshSnapshot, maximumBytes: Int = .max) {
        self.init(
            mesh,
            store: AssignmentStore(maximumBytes: maximumBytes),
            layouts: EndpointLayoutCache(),
            uses: CacheUses()
        )
    }

    /// Makes the cache of a later mesh.
    ///
    /// Takes over the assignments of all unchanged hosts, and the prepared endpoints of all services. The earlier cache
    /// is empty afterwards: it still answers, at the cost of translating again.
    ///
    /// - Parameters:
    ///   - mesh: the mesh to translate.
    ///   - before: the cache of an earlier mesh.
    ///   - changed: the hosts that differ between both.
    public convenience init(_ mesh: MeshSnapshot, after before: AssignmentCache, changed: ChangedHosts) {
        var store = before.store.withLock { store in
            let taken = store
            // A copy would cost as much as the mesh has names.
            store.removeAll()
            return taken
        }
        switch changed {
        case .some(let hosts): store.remove(hosts: hosts)
        case .all: store.removeAll()
        }
        before.layouts.keep(only: mesh)
        self.init(mesh, store: store, layouts: before.layouts, uses: before.uses)
    }

    private init(_ mesh: MeshSnapshot, store: AssignmentStore, layouts: EndpointLayoutCache, uses: CacheUses) {
        self.uses = uses
        self.mesh = mesh
        self.layouts = layouts
        self.store = Mutex(store)
        translator = EndpointTranslator(mesh, layouts: layouts)
    }

    /// The approximate memory of all assignments, in bytes.
    public var byteCount: Int { store.withLock { $0.byteCount } }

    /// Returns the assignment of a proxy under a name.
    ///
    /// A text in the mesh that cannot be encoded gives an assignment without endpoints, so that one invalid object
    /// affects no other.
    public func assignment(named name: String, for proxy: Proxy) -> EncodedAssignment {
        if let known = lookUp(name, proxy) {
            uses.hit()
            return known
        }
        uses.miss()
        // Translates outside of the lock: two threads may do the same work, but none waits.
        var view = RecordingProxyView(proxy)
        let translated = translator.translate(name, for: &view)
        let made = encoded(translated)
        // There is no limit to the names that a client can invent.
        guard made.exists else { return made }
        let key = ProxyViewKey(proxy, read: view.reading)
        return insert(made, host: translated.host, view.reading, key)
    }

    private func lookUp(_ name: String, _ proxy: Proxy) -> EncodedAssignment? {
        let known = store.withLock { $0.variants(of: name) }
        for variant in known.young {
            if let found = variant.entries[ProxyViewKey(proxy, read: variant.reading)] { return found }
        }
        for variant in known.old {
            let key = ProxyViewKey(proxy, read: variant.reading)
            guard let found = variant.entries[key] else { continue }
            return insert(found, host: ClusterName(name).hostname, variant.reading, key)
        }
        return nil
    }

    private func insert(
        _ assignment: EncodedAssignment,
        host: String,
        _ reading: ProxyReading,
        _ key: ProxyViewKey
    ) -> EncodedAssignment {
        store.withLock {
            $0.insert(.init(name: assignment.name, host: host, reading: reading, key: key, assignment: assignment))
        }
    }

    private func encoded(_ assignment: Assignment) -> EncodedAssignment {
        do {
            return EncodedAssignment(
                name: assignment.name,
                presence: assignment.presence,
                bytes: try AssignmentEncoding.encode(assignment),
                endpointCount: assignment.hostCount
            )
        } catch {
            return EncodedAssignment(
                name: assignment.name,
                presence: assignment.presence,
                bytes: AssignmentEncoder.encode(clusterName: assignment.name, groups: [], slab: []),
                failure: error
            )
        }
    }
}
