/// The PeerAuthentications of the mesh, and the mode of a workload's port (EG-M6, EG-M7).
public struct PeerAuthenticationTable: Equatable, Sendable {
    private struct Namespace: Equatable {
        var general: PeerAuthentication?
        var selecting: [PeerAuthentication] = []
    }

    private let namespaces: [String: Namespace]
    private let meshMode: PeerAuthenticationMode
    private let rootNamespace: String
    /// A Boolean value that indicates whether any policy could disable mTLS; if not, endpoints need not be checked.
    public let canDisable: Bool

    /// Indexes policies.
    ///
    /// - Parameters:
    ///   - policies: policies in any order.
    ///   - rootNamespace: the namespace of the mesh-wide policy.
    public init(_ policies: [PeerAuthentication], rootNamespace: String) {
        self.rootNamespace = rootNamespace
        // Of several policies in one scope the oldest one counts, then the first by name.
        let sorted = policies.sorted {
            ($0.creationTime, $0.source.name, $0.source.namespace)
                < ($1.creationTime, $1.source.name, $1.source.namespace)
        }
        var namespaces: [String: Namespace] = [:]
        for policy in sorted {
            let name = policy.source.namespace
            if !(policy.selector?.isEmpty ?? true) {
                // A policy with a selector in the root namespace has no effect (EG-M7).
                if name != rootNamespace { namespaces[name, default: Namespace()].selecting.append(policy) }
            } else if namespaces[name]?.general == nil {
                namespaces[name, default: Namespace()].general = policy
            }
        }
        let mesh = namespaces[rootNamespace]?.general?.mode ?? .unset
        meshMode = mesh == .unset ? .permissive : mesh
        self.namespaces = namespaces
        canDisable = policies.contains { policy in
            policy.mode == .disable || policy.portLevel.contains { $0.mode == .disable }
        }
    }

    /// The empty table.
    public static let empty = PeerAuthenticationTable([], rootNamespace: "istio-system")

    /// Returns the mode of a workload's port: mesh, then namespace, then workload, then port.
    public func mode(namespace: String, labels: Labels, port: Int) -> PeerAuthenticationMode {
        decision(namespace: namespace, labels: labels, port: port).mode
    }

    /// Returns the mode of a workload's port, with the policy that sets it; no policy if none sets a mode.
    public func decision(
        namespace: String,
        labels: Labels,
        port: Int
    ) -> (mode: PeerAuthenticationMode, policy: PeerAuthentication?) {
        var decision = (mode: meshMode, policy: namespaces[rootNamespace]?.general)
        guard let scope = namespaces[namespace], namespace != rootNamespace else { return decision }
        if let general = scope.general, general.mode != .unset { decision = (general.mode, general) }
        let workload = scope.selecting.first { labels.contains($0.selector ?? [:]) }
        guard let workload else { return decision }
        if workload.mode != .unset { decision = (workload.mode, workload) }
        if let level = workload.portLevel.first(where: { $0.port == port }), level.mode != .unset {
            decision = (level.mode, workload)
        }
        return decision
    }
}
