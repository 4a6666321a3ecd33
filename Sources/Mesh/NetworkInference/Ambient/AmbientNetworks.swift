internal import MeshModel
internal import MeshSources

/// The networks of clusters in the index of ambient mode: by the labels of system namespaces alone (NI-24).
struct AmbientNetworks {
    /// The network of the control plane's own cluster; empty without a label.
    let local: NetworkID
    private let byCluster: [ClusterID: NetworkID]

    /// - Parameters:
    ///   - mesh: the objects.
    ///   - mode: the ambient mode.
    ///   - index: the scope of the index.
    init(mesh: MeshDirectory, mode: AmbientMode, index: TranslationSemantics.AmbientIndex) {
        let labels = Dictionary(
            mesh.clusters.map { cluster -> (ClusterID, String?) in
                let namespace = cluster.namespaces.first { $0.metadata.name == mesh.systemNamespace }
                return (cluster.id, namespace?.metadata.labels[LabelKey.network])
            }
        ) { first, _ in first }
        local = NetworkID((labels[mesh.configCluster] ?? nil) ?? "")
        var byCluster: [ClusterID: NetworkID] = [mesh.configCluster: local]
        for (cluster, label) in labels where cluster != mesh.configCluster {
            switch index {
            case .everyCluster: byCluster[cluster] = NetworkID(label ?? "")
            case .controlPlaneNetwork:
                // Without a label nothing of a remote cluster is known, and nothing at all without several networks.
                if mode == .multiNetwork, let label { byCluster[cluster] = NetworkID(label) }
            }
        }
        self.byCluster = byCluster
    }

    /// Returns the network of a cluster, or `nil` for clusters that are not in the index (NI-117).
    func network(of cluster: ClusterID) -> NetworkID? { byCluster[cluster] }
}
