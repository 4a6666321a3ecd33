public import MeshModel

/// A whole mesh as it stands in the input: clusters, mesh configuration, pinned names and proxies.
public struct MeshDirectory: Sendable {
    /// The cluster whose configuration objects count.
    public var configCluster: ClusterID
    /// The namespace of the control plane, the same in every cluster.
    public var systemNamespace: String
    /// The suffix of Kubernetes host names.
    public var domainSuffix: String
    /// MeshConfig.
    public var meshConfig: MeshConfig
    /// MeshNetworks; empty when there is none.
    public var meshNetworks: MeshNetworks
    /// Pinned answers for gateway host names; nil when names are to be resolved.
    public var pinnedNames: [String: [String]]?
    /// The clusters, the config cluster first, then by id (R2).
    public var clusters: [ClusterObjects]
    /// The proxies that are declared.
    public var proxies: [DeclaredProxy]
    /// What was passed over because reading was lenient.
    public var problems: [InputError]

    /// Makes an empty mesh.
    public init(configCluster: ClusterID) {
        self.configCluster = configCluster
        systemNamespace = "istio-system"
        domainSuffix = "cluster.local"
        meshConfig = MeshConfig()
        meshNetworks = MeshNetworks()
        pinnedNames = nil
        clusters = []
        proxies = []
        problems = []
    }
}
