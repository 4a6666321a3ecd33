internal import MeshModel
public import MeshSources

/// The networks and clusters of a mesh that its generated part uses.
public struct MeshLayout: Sendable {
    /// A network, and a cluster in it.
    public struct Site: Hashable, Sendable {
        /// The network.
        public var network: String
        /// The cluster whose pods are in it, or the config cluster.
        public var cluster: String
    }

    /// The config cluster, whose ServiceEntries count.
    public let configCluster: String
    /// The networks in order of their names; empty in a mesh without networks.
    public let sites: [Site]

    /// Three zones in each of two regions.
    static let localities = (0..<6).map { "region-\($0 / 3)/zone-\($0 % 3)" }

    /// Reads the networks of a directory: those of MeshNetworks, of labelled system namespaces, and of declared
    /// proxies.
    public init(_ directory: MeshDirectory) {
        configCluster = directory.configCluster.name
        var clusterOf: [String: String] = [:]
        for network in directory.meshNetworks.networks {
            var cluster = ""
            for rule in network.endpoints {
                if case .fromRegistry(let id) = rule.rule, cluster.isEmpty { cluster = id.name }
            }
            clusterOf[network.id.name] = cluster
        }
        for cluster in directory.clusters {
            for namespace in cluster.namespaces where namespace.metadata.name == directory.systemNamespace {
                guard let network = namespace.metadata.labels.nonEmpty(LabelKey.network) else { continue }
                clusterOf[network] = cluster.id.name
            }
        }
        for proxy in directory.proxies {
            guard let network = proxy.node.metadata["NETWORK"]?.text, !network.isEmpty, clusterOf[network] == nil
            else { continue }
            clusterOf[network] = proxy.node.metadata["CLUSTER_ID"]?.text ?? ""
        }
        let config = configCluster
        sites = clusterOf.sorted { $0.key < $1.key }.map { network, cluster in
            Site(network: network, cluster: cluster.isEmpty ? config : cluster)
        }
    }

    /// Every network with every locality, so that neighbours differ in both.
    var places: [LoadService.Place] {
        let networks = sites.isEmpty ? [LoadNames.markerNetwork] : sites.map(\.network)
        return Self.localities.flatMap { locality in
            networks.map { LoadService.Place(network: $0, locality: locality) }
        }
    }
}
