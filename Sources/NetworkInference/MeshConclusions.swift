public import MeshModel
public import MeshSources

/// A mesh snapshot together with what led to it, for those who explain it to people.
public struct MeshConclusions: Sendable {
    private let inferred: InferredMesh

    /// What was inferred.
    public var snapshot: MeshSnapshot { inferred.snapshot }

    /// Infers a mesh.
    ///
    /// - Throws: ``InputErrors`` for statements that cannot both hold, under rule sets that refuse them.
    public init(_ mesh: MeshDirectory, by inference: MeshInference) throws(InputErrors) {
        inferred = try InferredMesh(mesh, by: inference)
    }

    /// What the objects say about each endpoint of a service: one list for each of its shards, in their order.
    ///
    /// Only what the service needs is gone through again.
    public func testimonies(of service: MeshSnapshot.ServiceKey) -> [[EndpointTestimony]] {
        let listed = MultiClusterServices.listedService(of: service, in: inferred)
        return (snapshot.shards[service] ?? []).map { shard in
            guard let cluster = inferred.clusters.first(where: { $0.cluster.id == shard.cluster }) else { return [] }
            let origins: [EndpointOrigin]
            switch shard.provider {
            case .kubernetes:
                origins = cluster.origins(of: listed)
            case .external:
                origins = ServiceEntryInference(config: cluster, clusters: inferred.clusters).origins(of: listed)
            }
            return origins.map { testimony(of: $0, listedBy: cluster) }
        }
    }

    /// A ServiceEntry may select pods and entries of other clusters, whose own networks then count.
    private func testimony(of origin: EndpointOrigin, listedBy cluster: ClusterInference) -> EndpointTestimony {
        let home = inferred.clusters.first { $0.cluster.id == origin.cluster } ?? cluster
        return origin.testimony(home.networks) { name in
            name.isEmpty ? nil : home.cluster.nodes.first { $0.metadata.name == name }
        }
    }
}
