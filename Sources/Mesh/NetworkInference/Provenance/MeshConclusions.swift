public import MeshModel
public import MeshSources

/// A mesh snapshot with its provenance, for explanations.
public struct MeshConclusions: Sendable {
    private let inferred: InferredMesh

    /// The snapshot.
    public var snapshot: MeshSnapshot { inferred.snapshot }

    /// Infers a mesh.
    ///
    /// - Throws: ``InputErrors`` for contradictory statements, under rule sets that refuse them.
    public init(_ mesh: MeshDirectory, by inference: MeshInference) throws(InputErrors) {
        inferred = try InferredMesh(mesh, by: inference)
    }

    /// Returns the provenance of each endpoint of services: one list for each of a service's shards, in their order.
    ///
    /// Only the input of the services is evaluated again, once for all of them.
    public func provenances(
        of services: Set<MeshSnapshot.ServiceKey>
    ) -> [MeshSnapshot.ServiceKey: [[EndpointProvenance]]] {
        let listed = Dictionary(
            uniqueKeysWithValues: services.map { ($0, MultiClusterServices.listedService(of: $0, in: inferred)) }
        )
        let registries = Set(
            services.flatMap { snapshot.shards[$0] ?? [] }.map { Registry(provider: $0.provider, cluster: $0.cluster) }
        )
        let found = origins(of: Set(listed.values), in: registries)
        let homes = Homes(inferred.clusters)
        var result: [MeshSnapshot.ServiceKey: [[EndpointProvenance]]] = [:]
        for (service, key) in listed {
            result[service] = (snapshot.shards[service] ?? []).map { shard in
                let registry = Registry(provider: shard.provider, cluster: shard.cluster)
                return (found[registry]?[key] ?? []).compactMap { homes.provenance(of: $0, listedBy: shard.cluster) }
            }
        }
        return result
    }

    private func origins(
        of wanted: Set<MeshSnapshot.ServiceKey>,
        in registries: Set<Registry>
    ) -> [Registry: [MeshSnapshot.ServiceKey: [EndpointOrigin]]] {
        var result: [Registry: [MeshSnapshot.ServiceKey: [EndpointOrigin]]] = [:]
        for cluster in inferred.clusters {
            let slices = Registry(provider: .kubernetes, cluster: cluster.cluster.id)
            if registries.contains(slices) { result[slices] = cluster.origins(of: wanted) }
            let entries = Registry(provider: .external, cluster: cluster.cluster.id)
            if registries.contains(entries) {
                let inference = ServiceEntryInference(config: cluster, clusters: inferred.clusters) {
                    wanted.contains($0)
                }
                result[entries] = inference.origins()
            }
        }
        return result
    }

    private struct Registry: Hashable {
        let provider: EndpointShard.Provider
        let cluster: ClusterID
    }

    /// The clusters of endpoints, with their nodes by name.
    private struct Homes {
        private struct Home {
            let networks: ClusterNetworks
            let nodes: [String: KubernetesNode]
        }

        private let homes: [ClusterID: Home]

        init(_ clusters: [ClusterInference]) {
            homes = Dictionary(
                clusters.map { cluster in
                    let nodes = Dictionary(cluster.cluster.nodes.map { ($0.metadata.name, $0) }) { first, _ in first }
                    return (cluster.cluster.id, Home(networks: cluster.networks, nodes: nodes))
                }
            ) { first, _ in first }
        }

        /// A ServiceEntry may select pods and entries of other clusters, whose own networks then count.
        func provenance(of origin: EndpointOrigin, listedBy cluster: ClusterID) -> EndpointProvenance? {
            guard let home = origin.cluster.flatMap({ homes[$0] }) ?? homes[cluster] else { return nil }
            return origin.provenance(home.networks) { home.nodes[$0] }
        }
    }
}
