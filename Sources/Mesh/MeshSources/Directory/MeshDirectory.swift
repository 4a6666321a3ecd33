public import MeshModel

/// A whole mesh as read from the input: clusters, mesh configuration, pinned names and proxies.
public struct MeshDirectory: Sendable {
    /// The config cluster.
    public var configCluster: ClusterID
    /// The namespace of the control plane, the same in every cluster.
    public var systemNamespace: String
    /// The suffix of Kubernetes host names.
    public var domainSuffix: String
    /// The revision of the control plane; nil when none is named (NI-6).
    public var revision: String?
    /// MeshConfig.
    public var meshConfig: MeshConfig
    /// MeshNetworks; empty if absent.
    public var meshNetworks: MeshNetworks
    /// The pinned addresses of gateway host names, or `nil` if names are to be resolved.
    public var pinnedNames: [String: [String]]?
    /// The clusters, the config cluster first, then by id (NI-2).
    public var clusters: [ClusterObjects]
    /// The proxies that are declared.
    public var proxies: [DeclaredProxy]
    /// The errors about skipped input in lenient mode.
    public var problems: [InputError]
    /// A Boolean value that indicates whether MeshConfig is in a separate file, which has precedence over the ConfigMap
    /// (NI-6).
    var hasMeshConfigFile = false
    /// A Boolean value that indicates whether MeshNetworks is in a separate file, which has precedence over the
    /// ConfigMap (NI-6).
    var hasMeshNetworksFile = false

    /// Makes an empty mesh.
    public init(configCluster: ClusterID) {
        self.configCluster = configCluster
        systemNamespace = "istio-system"
        domainSuffix = "cluster.local"
        revision = nil
        meshConfig = MeshConfig()
        meshNetworks = MeshNetworks()
        pinnedNames = nil
        clusters = []
        proxies = []
        problems = []
    }
}

extension MeshDirectory {
    /// Returns the mesh with clusters of live API servers.
    ///
    /// - Parameter live: the clusters; one that the directory has as well is left out and reported in ``problems``.
    public func adding(live: [ClusterObjects]) -> MeshDirectory {
        var mesh = self
        for cluster in live {
            guard !clusters.contains(where: { $0.id == cluster.id }) else {
                let place = SourceLocation(file: "cluster \(cluster.id)", line: 0, column: 0)
                let message = "the directory has a cluster of that id, expected another id for the live one"
                mesh.problems.append(InputError(.duplicate, at: place, message))
                continue
            }
            mesh.clusters.append(cluster)
        }
        mesh.clusters.sort { left, right in
            (left.id == configCluster ? 0 : 1, left.id) < (right.id == configCluster ? 0 : 1, right.id)
        }
        mesh.readConfigMap()
        return mesh
    }

    /// A Boolean value that indicates whether anything is read of the ConfigMap: files have precedence (NI-6).
    package var needsConfigMap: Bool { !hasMeshConfigFile || !hasMeshNetworksFile }

    /// The ConfigMap of the config cluster that counts; nil when there is none.
    public var configMap: MeshConfigMap? { clusters.first { $0.id == configCluster }?.configMap(of: revision) }

    /// Takes MeshConfig and MeshNetworks of the ConfigMap that counts, unless they stand in files of their own (NI-6).
    public mutating func readConfigMap() {
        let map = configMap
        if !hasMeshConfigFile { meshConfig = map?.meshConfig ?? MeshConfig() }
        if !hasMeshNetworksFile { meshNetworks = map?.meshNetworks ?? MeshNetworks() }
    }
}
