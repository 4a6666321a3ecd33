public import MeshModel
public import MeshSources

/// Makes the nodes of clients.
public struct NodeMaker: Sendable {
    private let sites: [MeshLayout.Site]
    private let declared: [DeclaredProxy]

    /// Makes nodes over the networks of a directory, or from its declared proxies.
    ///
    /// - Throws: ``LoadError`` with code `mesh` if declared nodes are wanted and there are none.
    public init(_ nodes: LoadPlan.Nodes, directory: MeshDirectory?) throws(LoadError) {
        let proxies = directory?.proxies ?? []
        guard nodes == .generated || !proxies.isEmpty else {
            throw LoadError(.mesh, "expected proxies.yaml with at least one proxy, found none")
        }
        declared = nodes == .declared ? proxies : []
        let sites = directory.map { MeshLayout($0).sites } ?? []
        self.sites = sites.isEmpty ? [MeshLayout.Site(network: "", cluster: "")] : sites
    }

    /// Returns the resources that a declared proxy subscribes to; none for generated ones.
    func ownResources(_ index: Int) -> [String] {
        declared.isEmpty ? [] : declared[index % declared.count].resources
    }

    /// Returns the node of a client.
    public func node(_ index: Int) -> EnvoyNode {
        guard declared.isEmpty else { return Self.widened(declared[index % declared.count].node) }
        let site = sites[index % sites.count]
        let address = "10.250.\(index >> 8 & 0xff).\(index & 0xff)"
        let locality = MeshLayout.localities[index % MeshLayout.localities.count]
        var metadata: [String: MetadataValue] = [
            "NAMESPACE": .string(LoadNames.namespace),
            "INSTANCE_IPS": .string(address),
            "LABELS": .object(["app": .string("client"), "version": .string("v\(index % 3)")]),
        ]
        if !site.network.isEmpty {
            metadata["NETWORK"] = .string(site.network)
            metadata["CLUSTER_ID"] = .string(site.cluster)
        }
        return EnvoyNode(
            id: "sidecar~\(address)~client-\(index).load~load.svc.cluster.local",
            cluster: "client.load",
            locality: Locality(label: locality),
            metadata: metadata,
            userAgentName: "envoy"
        )
    }

    /// Adds the networks of the markers to a proxy's requested network view.
    private static func widened(_ node: EnvoyNode) -> EnvoyNode {
        guard let view = node.metadata["REQUESTED_NETWORK_VIEW"]?.text, !view.isEmpty else { return node }
        var copy = node
        copy.metadata["REQUESTED_NETWORK_VIEW"] = .string(
            "\(view),\(LoadNames.markerNetwork),\(LoadNames.gatewayNetwork)"
        )
        return copy
    }
}
