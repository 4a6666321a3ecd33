public import EndpointTranslation
public import MeshModel
public import MeshSources
internal import NetworkInference

/// One state of the mesh with its assignments; immutable except for its caches.
public final class MeshState: Sendable {
    /// The inferred mesh.
    public let snapshot: MeshSnapshot
    /// A Boolean value that indicates whether the directory pins the addresses of gateway host names, so that they need
    /// no lookups.
    public let pinsNames: Bool
    private let assignments: AssignmentCache
    private let proxies: ProxyInference
    private let declared: [String: DeclaredProxy]
    private let history: MeshHistory
    private let clients: Shared
    private let resolutions: Shared

    /// The common identity of states in which the same nodes are the same proxies, or at least by the same rules.
    private final class Shared: Sendable {}

    /// Makes a state of a mesh directory.
    ///
    /// - Parameters:
    ///   - directory: the objects.
    ///   - semantics: the rule set.
    /// - names: the addresses of gateway host names, unless the directory pins them.
    /// - features: the optional features that are enabled.
    /// - Throws: ``InputErrors`` for contradictory objects.
    public convenience init(
        _ directory: MeshDirectory,
        semantics: TranslationSemantics,
        names: [String: [String]] = [:],
        features: MeshFeatures = MeshFeatures()
    ) throws(InputErrors) {
        let inference = MeshInference(semantics: semantics, names: names, features: features)
        self.init(directory: directory, snapshot: try inference.snapshot(of: directory))
    }

    /// Makes a state of a mesh directory and its inferred mesh.
    ///
    /// - Parameters:
    ///   - directory: the objects.
    ///   - snapshot: the inferred mesh.
    ///   - before: the previous state, from which unchanged parts are taken.
    ///   - cacheBytes: the approximate memory of encoded assignments, if there is no previous state to take it from.
    public convenience init(
        directory: MeshDirectory,
        snapshot: MeshSnapshot,
        after before: MeshState? = nil,
        cacheBytes: Int = .max
    ) {
        self.init(
            snapshot: snapshot,
            declaredProxies: directory.proxies,
            pinsNames: directory.pinnedNames != nil,
            after: before,
            cacheBytes: cacheBytes
        )
    }

    /// Makes a state of an inferred mesh.
    ///
    /// - Parameters:
    /// - snapshot: the inferred mesh.
    ///   - declaredProxies: the proxies of `proxies.yaml`.
    /// - pinsNames: true if the directory pins the addresses of gateway host names.
    ///   - before: the previous state, from which unchanged parts are taken.
    ///   - cacheBytes: the approximate memory of encoded assignments, if there is no previous state to take it from.
    public init(
        snapshot: MeshSnapshot,
        declaredProxies: [DeclaredProxy],
        pinsNames: Bool = false,
        after before: MeshState? = nil,
        cacheBytes: Int = .max
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
            assignments = AssignmentCache(snapshot, maximumBytes: cacheBytes)
            history = MeshHistory()
        }
    }

    /// The number of hosts that may differ from the previous state; nil for all.
    package var changedHostCount: Int? { history.newestCount }

    /// The hits and misses of the caches of this state and the previous ones.
    package var cacheUses: CacheUses { assignments.uses }

    /// The position of this state in its sequence.
    package var point: MeshHistory.Point { history.now }

    /// Returns the hosts whose content may differ from another state, for clients that are the same in both.
    package func changedHosts(since point: MeshHistory.Point) -> ChangedHosts { history.changes(since: point) }

    /// Returns the proxy of a node, and the source of its identity.
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

    /// Returns the client resolved against this state, or `nil` if it cannot have changed since the other one.
    ///
    /// It is called for every client in every new state, so it checks no more than necessary.
    package func change(of before: ResolvedClient, since other: MeshState) -> ResolvedClient? {
        guard clients !== other.clients else { return nil }
        let isSame = resolutions === other.resolutions && proxies.workloads(for: before.query) == before.workloads
        return isSame ? nil : client(for: before.node)
    }

    /// Returns the assignment of a name for a proxy.
    public func assignment(named name: String, for proxy: Proxy) -> EncodedAssignment {
        assignments.assignment(named: name, for: proxy)
    }

    /// Returns every cluster name that a proxy can subscribe to, sorted: each service port that it sees (XP-S8).
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
    /// Returns the proxy of a node, completed from `proxies.yaml` where the node has no data.
    public func proxy(for node: EnvoyNode) -> Proxy { client(for: node).proxy }

    /// Returns the assignment of a name before it is encoded, for human-readable output.
    public func translation(of name: String, for proxy: Proxy) -> Assignment {
        var view = RecordingProxyView(proxy)
        return EndpointTranslator(snapshot).translate(name, for: &view)
    }
}
