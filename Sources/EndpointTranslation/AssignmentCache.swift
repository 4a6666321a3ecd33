internal import EnvoyMessages
public import MeshModel
internal import Synchronization

/// The encoded assignments of one mesh, each made once for all proxies that look alike to it.
///
/// Keyed by what the translation read of the proxy: the key is complete because every look is recorded
/// (``RecordingProxyView``). Safe to use from any thread.
public final class AssignmentCache: Sendable {
    /// What one kind of reading saw: usually every proxy is read alike, so there are few of these.
    private struct Variant {
        let reading: ProxyReading
        var entries: [ProxyViewKey: EncodedAssignment]
    }

    /// The mesh that is translated.
    public let mesh: MeshSnapshot
    private let translator: EndpointTranslator
    private let variants = Mutex<[String: [Variant]]>([:])
    private let maximumNames: Int

    /// Makes an empty cache.
    ///
    /// - Parameters:
    ///   - mesh: the mesh to translate.
    ///   - maximumNames: the most names to keep assignments for; beyond it the cache starts anew.
    public init(_ mesh: MeshSnapshot, maximumNames: Int = 200_000) {
        self.mesh = mesh
        self.maximumNames = maximumNames
        translator = EndpointTranslator(mesh)
    }

    /// The assignment that a proxy sees under a name.
    ///
    /// A text in the mesh that cannot be sent gives an assignment without endpoints: one bad object harms no other.
    public func assignment(named name: String, for proxy: Proxy) -> EncodedAssignment {
        if let known = lookUp(name, proxy) { return known }
        // Translating outside the lock: two threads may do the same work, none waits for another's.
        var view = RecordingProxyView(proxy)
        let made = encoded(translator.translate(name, for: &view))
        let key = ProxyViewKey(proxy, read: view.reading)
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
                bytes: try AssignmentEncoding.encode(assignment)
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
