internal import EnvoyMessages
public import MeshModel
internal import Synchronization

/// The encoded assignments of one mesh, each made once for all proxies with the same relevant properties.
///
/// The key is the set of properties that the translation read: it is complete because every access is recorded
/// (``RecordingProxyView``). Safe to use from any thread.
public final class AssignmentCache: Sendable {
    /// The assignments for one set of read properties; there are few such sets, since usually every proxy is read
    /// alike.
    private struct Variant {
        let reading: ProxyReading
        var entries: [ProxyViewKey: EncodedAssignment]
    }

    /// The mesh to translate.
    public let mesh: MeshSnapshot
    private let translator: EndpointTranslator
    private let layouts: EndpointLayoutCache
    private let asked: NameIndex
    private let variants: Mutex<[String: [Variant]]>
    private let maximumNames: Int
    /// The statistics of this cache and its predecessors.
    public let uses: CacheUses

    /// Makes an empty cache.
    ///
    /// - Parameters:
    ///   - mesh: the mesh to translate.
    ///   - maximumNames: the maximum number of names to keep assignments for; beyond it the cache is cleared.
    public convenience init(_ mesh: MeshSnapshot, maximumNames: Int = 200_000) {
        let asked = NameIndex(maximumNames: maximumNames)
        self.init(
            mesh,
            variants: [:],
            layouts: EndpointLayoutCache(),
            asked: asked,
            maximumNames: maximumNames,
            uses: CacheUses()
        )
    }

    /// Makes the cache of a later mesh.
    ///
    /// Keeps the assignments of all unchanged hosts, and the prepared endpoints of all services.
    ///
    /// - Parameters:
    ///   - mesh: the mesh to translate.
    ///   - before: the cache of an earlier mesh.
    ///   - changed: the hosts that differ between both.
    public convenience init(_ mesh: MeshSnapshot, after before: AssignmentCache, changed: ChangedHosts) {
        var variants: [String: [Variant]] = [:]
        if case .some(let hosts) = changed, let names = before.asked.names(of: hosts) {
            variants = before.variants.withLock { $0 }
            for name in names { variants[name] = nil }
        }
        before.layouts.keep(only: mesh)
        self.init(
            mesh,
            variants: variants,
            layouts: before.layouts,
            asked: before.asked,
            maximumNames: before.maximumNames,
            uses: before.uses
        )
    }

    private init(
        _ mesh: MeshSnapshot,
        variants: [String: [Variant]],
        layouts: EndpointLayoutCache,
        asked: NameIndex,
        maximumNames: Int,
        uses: CacheUses
    ) {
        self.uses = uses
        self.mesh = mesh
        self.maximumNames = maximumNames
        self.layouts = layouts
        self.asked = asked
        self.variants = Mutex(variants)
        translator = EndpointTranslator(mesh, layouts: layouts)
    }

    /// Returns all names requested so far for hosts, ascending, or `nil` if there were too many to remember.
    ///
    /// Names requested in earlier meshes are included.
    public func names(of hosts: Set<String>) -> [String]? { asked.names(of: hosts) }

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
        let key = ProxyViewKey(proxy, read: view.reading)
        asked.insert(name, of: translated.host)
        return variants.withLock { variants in
            if variants.count >= maximumNames, variants[name] == nil { variants.removeAll() }
            let known = variants[name] ?? []
            guard let index = known.firstIndex(where: { $0.reading == view.reading }) else {
                variants[name] = known + [Variant(reading: view.reading, entries: [key: made])]
                return made
            }
            if let other = known[index].entries[key] { return other }
            variants[name]?[index].entries[key] = made
            return made
        }
    }

    private func lookUp(_ name: String, _ proxy: Proxy) -> EncodedAssignment? {
        let known = variants.withLock { $0[name] } ?? []
        for variant in known {
            if let found = variant.entries[ProxyViewKey(proxy, read: variant.reading)] { return found }
        }
        return nil
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
