public import MeshModel

/// The contents of a dump.
public struct Dump: Sendable {
    /// The detected kind.
    public var kind: SourceKind
    /// The node with its metadata, or `nil` if the dump does not contain it.
    public var node: EnvoyNode?
    /// The assignments by proxy.
    public var proxies: [AssignmentSet.Proxy]
    /// The names under which an Envoy's clusters request endpoints, by the clusters' own names.
    var serviceNames: [String: String]

    /// Makes a dump.
    public init(kind: SourceKind, node: EnvoyNode? = nil, proxies: [AssignmentSet.Proxy]) {
        self.init(kind: kind, node: node, proxies: proxies, serviceNames: [:])
    }

    init(
        kind: SourceKind,
        node: EnvoyNode?,
        proxies: [AssignmentSet.Proxy],
        serviceNames: [String: String]
    ) {
        self.kind = kind
        self.node = node
        self.proxies = proxies
        self.serviceNames = serviceNames
    }

    /// One side of a comparison.
    public var set: AssignmentSet { AssignmentSet(kind: kind, proxies: proxies) }

    /// Returns both pages of one Envoy as one dump: `/clusters` has the announced health, the config dump everything
    /// else.
    ///
    /// The config dump's own health also counts Envoy's health checks and outlier detection.
    public func completed(by clusters: Dump) -> Dump {
        guard kind == .configDump, clusters.kind == .clusters, var proxy = proxies.first,
            let statuses = clusters.proxies.first?.assignments
        else { return self }
        for (cluster, status) in statuses {
            // Statuses have the name under which endpoints are requested, or that of the cluster in older Envoys.
            let name = proxy.assignments[cluster] == nil ? serviceNames[cluster] ?? cluster : cluster
            guard let assignment = proxy.assignments[name] else { continue }
            var healths: [String: HostHealth] = [:]
            for host in status.groups.flatMap(\.hosts) { healths[host.address] = host.health }
            proxy.assignments[name] = assignment.mapHosts { host in
                var host = host
                host.health = healths[host.address] ?? host.health
                return host
            }
        }
        return Dump(kind: .admin, node: node, proxies: [proxy], serviceNames: serviceNames)
    }
}
