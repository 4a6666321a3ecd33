public import EndpointTranslation
public import MeshModel
public import MeshSources
internal import NetworkInference

/// One state of the mesh with the assignments that are made of it; immutable but for its caches.
public final class MeshState: Sendable {
    /// What is inferred of the mesh.
    public let snapshot: MeshSnapshot
    /// Whether the directory pins the addresses of gateway host names, so that nobody is asked for them.
    public let pinsNames: Bool
    private let assignments: AssignmentCache
    private let proxies: ProxyInference
    private let declared: [String: DeclaredProxy]
    private let history: MeshHistory
    private let clients: Shared
    private let resolutions: Shared

    /// What all states share in which the same nodes are the same proxies, or by the same rules at least.
    private final class Shared: Sendable {}

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
        self.init(directory: directory, snapshot: try inference.snapshot(of: directory))
    }

    /// Makes a state of a mesh directory and what was inferred of it.
    ///
    /// - Parameter before: the state that this one follows; what did not change is taken from it.
    public convenience init(directory: MeshDirectory, snapshot: MeshSnapshot, after before: MeshState? = nil) {
        self.init(
            snapshot: snapshot,
            declaredProxies: directory.proxies,
            pinsNames: directory.pinnedNames != nil,
            after: before
        )
    }

    /// Makes a state of what was inferred.
    ///
    /// - Parameters:
    ///   - snapshot: what was inferred.
    ///   - declaredProxies: the proxies of `proxies.yaml`.
    ///   - pinsNames: whether the directory pins the addresses of gateway host names.
    ///   - before: the state that this one follows; what did not change is taken from it.
    public init(
        snapshot: MeshSnapshot,
        declaredProxies: [DeclaredProxy],
        pinsNames: Bool = false,
        after before: MeshState? = nil
    ) {
        self.snapshot = snapshot
        self.pinsNames = pinsNames
        proxies = ProxyInference(snapshot)
        declared = Dictionary(declaredProxies.map { ($0.node.id, $0) }) { first, _ in first }
        if let before {
            let changed = snapshot.changedHosts(since: before.snapshot)
            assignments = AssignmentCache(snapshot, after: before.assignments, changed: changed)
            history = MeshHistory(after: before.history, changed)
            let haveSameRules =
                snapshot.semantics == before.snapshot.semantics && declared == before.declared
            let haveSameWorkloads = snapshot.workloads.isSame(as: before.snapshot.workloads)
            resolutions = haveSameRules ? before.resolutions : Shared()
            clients = haveSameRules && haveSameWorkloads ? before.clients : Shared()
        } else {
            resolutions = Shared()
            clients = Shared()
            assignments = AssignmentCache(snapshot)
            history = MeshHistory()
        }
    }

    /// How many hosts may be different from the state before; nil for all.
    package var changedHostCount: Int? { history.newestCount }

    /// How often the caches of this state and of those before knew an answer.
    package var cacheUses: CacheUses { assignments.uses }

    /// Where this state stands among those that follow each other.
    package var point: MeshHistory.Point { history.now }

    /// The names that were ever asked for and whose content may be different from that in another state, for clients
    /// that are the same in both, ascending; nil for all.
    package func changedNames(since point: MeshHistory.Point) -> [String]? {
        guard case .some(let hosts) = history.changes(since: point) else { return nil }
        return assignments.names(of: hosts)
    }

    /// The proxy that a node is, and how that is known.
    package func client(for node: EnvoyNode) -> ResolvedClient {
        let resolution = NodeResolution(node, declared: declared)
        let query = WorkloadQuery(resolution.node)
        return ResolvedClient(
            node: node,
            resolution: resolution,
            proxy: proxies.proxy(for: resolution.node),
            query: query,
            workloads: proxies.workloads(for: query)
        )
    }

    /// What became of a client since another state; nil when it is certainly what it was there.
    ///
    /// Asked for every client in every new state, so it looks no further than it must.
    package func change(of before: ResolvedClient, since other: MeshState) -> ResolvedClient? {
        guard clients !== other.clients else { return nil }
        let isSame = resolutions === other.resolutions && proxies.workloads(for: before.query) == before.workloads
        return isSame ? nil : client(for: before.node)
    }

    /// The assignment that a proxy sees under a name.
    public func assignment(named name: String, for proxy: Proxy) -> EncodedAssignment {
        assignments.assignment(named: name, for: proxy)
    }

    /// Every cluster name that a proxy can ask for, sorted: each service port that it sees (XP-S8).
    public func names(for proxy: Proxy) -> [String] {
        var names: Set<String> = []
        for service in snapshot.services(for: proxy) {
            guard service.resolution == .clientSide || service.resolution == .passthrough else { continue }
            for port in service.ports where !port.isUDP { names.insert("outbound|\(port.number)||\(service.hostname)") }
        }
        return names.sorted()
    }
}

extension MeshState {
    /// The proxy that a node is, with what `proxies.yaml` says of it where it says nothing itself.
    public func proxy(for node: EnvoyNode) -> Proxy { client(for: node).proxy }

    /// The assignment of a name before it is encoded, for those who show it to people.
    public func translation(of name: String, for proxy: Proxy) -> Assignment {
        var view = RecordingProxyView(proxy)
        return EndpointTranslator(snapshot).translate(name, for: &view)
    }
}
