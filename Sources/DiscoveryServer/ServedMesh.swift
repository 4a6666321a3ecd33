public import EndpointTranslation
public import MeshModel
public import MeshSources
internal import NIOCore
internal import NetworkInference
internal import Synchronization

/// One state of the mesh with everything that is sent of it; immutable but for its caches.
public final class ServedMesh: Sendable {
    /// What is inferred of the mesh.
    public let snapshot: MeshSnapshot
    /// Whether the directory pins the addresses of gateway host names, so that nobody is asked for them.
    public let pinsNames: Bool
    private let assignments: AssignmentCache
    private let proxies: ProxyInference
    private let declared: [String: DeclaredProxy]
    private let chunks = Mutex<[ChunkKey: Chunk]>([:])
    private static let maximumChunks = 400_000

    private struct ChunkKey: Hashable {
        let assignment: ObjectIdentifier
        let dialect: ResponseDialect
    }

    /// The assignment is held so that its identity stays its own.
    private struct Chunk {
        let assignment: EncodedAssignment
        let buffer: ByteBuffer
    }

    /// Makes a state of a mesh directory.
    ///
    /// - Parameters:
    ///   - directory: the objects.
    ///   - semantics: the rule set.
    ///   - names: addresses of gateway host names, unless the directory pins them.
    ///   - features: what is switched on beyond the ordinary.
    /// - Throws: ``InputErrors`` for statements that cannot both hold.
    public convenience init(
        _ directory: MeshDirectory,
        semantics: TranslationSemantics,
        names: [String: [String]] = [:],
        features: MeshFeatures = MeshFeatures()
    ) throws(InputErrors) {
        let inference = MeshInference(semantics: semantics, names: names, features: features)
        let snapshot = try inference.snapshot(of: directory)
        self.init(
            snapshot: snapshot,
            declaredProxies: directory.proxies,
            pinsNames: directory.pinnedNames != nil
        )
    }

    /// Makes a state of what was inferred.
    public init(snapshot: MeshSnapshot, declaredProxies: [DeclaredProxy], pinsNames: Bool = false) {
        self.snapshot = snapshot
        self.pinsNames = pinsNames
        assignments = AssignmentCache(snapshot)
        proxies = ProxyInference(snapshot)
        declared = Dictionary(declaredProxies.map { ($0.node.id, $0) }) { first, _ in first }
    }

    /// The proxy that a node is, and how that is known.
    func client(for node: EnvoyNode) -> (proxy: Proxy, claim: NodeClaim) {
        let claim = NodeClaim(node, declared: declared)
        return (proxies.proxy(for: claim.node), claim)
    }

    /// The assignment that a proxy sees under a name.
    public func assignment(named name: String, for proxy: Proxy) -> EncodedAssignment {
        assignments.assignment(named: name, for: proxy)
    }

    /// Every cluster name that a proxy can ask for, sorted: each service port that it sees (S-8).
    public func names(for proxy: Proxy) -> [String] {
        var names: Set<String> = []
        for service in snapshot.services.services where service.exportTo.includes(proxy.namespace) {
            guard service.resolution == .clientSide || service.resolution == .passthrough else { continue }
            for port in service.ports where !port.isUDP { names.insert("outbound|\(port.number)||\(service.hostname)") }
        }
        return names.sorted()
    }

    /// An assignment as an element of a response, made once for all streams of a dialect (B-5).
    func chunk(_ assignment: EncodedAssignment, _ dialect: ResponseDialect) -> ByteBuffer {
        let key = ChunkKey(assignment: ObjectIdentifier(assignment), dialect: dialect)
        if let known = chunks.withLock({ $0[key] }) { return known.buffer }
        let made = ByteBuffer(bytes: dialect.chunk(of: assignment))
        // Assignments of names that do not exist are made anew each time: there is no end of such names.
        guard assignment.exists else { return made }
        return chunks.withLock { chunks in
            if let other = chunks[key] { return other.buffer }
            if chunks.count >= Self.maximumChunks { chunks.removeAll() }
            chunks[key] = Chunk(assignment: assignment, buffer: made)
            return made
        }
    }
}

extension ServedMesh {
    /// The proxy that a node is, with what `proxies.yaml` says of it where it says nothing itself.
    public func proxy(for node: EnvoyNode) -> Proxy { client(for: node).proxy }

    /// The assignment of a name before it is encoded, for those who show it to people.
    public func translation(of name: String, for proxy: Proxy) -> Assignment {
        var view = RecordingProxyView(proxy)
        return EndpointTranslator(snapshot).translate(name, for: &view)
    }
}
