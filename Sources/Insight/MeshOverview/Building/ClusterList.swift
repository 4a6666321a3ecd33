internal import MeshModel
internal import MeshSources

/// The clusters of a mesh in order.
enum ClusterList {
    static func clusters(
        of directory: MeshDirectory,
        _ survey: MeshSurvey,
        _ gateways: GatewayList
    ) -> [ClusterSummary] {
        let labels = systemNamespaceLabels(of: directory)
        let shares = Dictionary(grouping: survey.sortedKinds, by: \.kind.cluster).mapValues { self.shares($0) }
        let entrances = Dictionary(grouping: gateways.gateways.indices, by: { gateways.gateways[$0].cluster })
        return directory.clusters.map(\.id).map { id in
            ClusterSummary(
                id: id,
                isConfigCluster: id == directory.configCluster,
                systemNamespaceLabel: labels[id],
                claims: claims(on: id, in: directory.meshNetworks),
                networks: shares[id] ?? [],
                gateways: entrances[id] ?? []
            )
        }
    }

    /// Returns the network labels of the clusters' system namespaces (NI-15).
    static func systemNamespaceLabels(of directory: MeshDirectory) -> [ClusterID: ClusterSummary.Statement] {
        var result: [ClusterID: ClusterSummary.Statement] = [:]
        for cluster in directory.clusters {
            guard let namespace = cluster.namespaces.first(where: { $0.metadata.name == directory.systemNamespace }),
                let label = namespace.metadata.labels.nonEmpty(LabelKey.network)
            else { continue }
            result[cluster.id] = ClusterSummary.Statement(
                network: NetworkID(label),
                object: namespace.metadata.reference
            )
        }
        return result
    }

    /// Returns the networks that claim a cluster, ascending by name (NI-12).
    static func claims(on cluster: ClusterID, in meshNetworks: MeshNetworks) -> [ClusterSummary.Statement] {
        meshNetworks.networks.compactMap { network in
            network.endpoints.first { $0.rule == .fromRegistry(cluster) }.map {
                ClusterSummary.Statement(network: network.id, object: $0.reference)
            }
        }
    }

    /// Returns the sums of kinds by cluster and network, in the order of the kinds.
    static func shares(_ kinds: [(kind: MeshSurvey.Kind, tally: MeshSurvey.Tally)]) -> [ClusterShare] {
        var result: [ClusterShare] = []
        for (kind, tally) in kinds {
            if result.last?.cluster != kind.cluster || result.last?.network != kind.network {
                result.append(
                    ClusterShare(
                        cluster: kind.cluster,
                        network: kind.network,
                        endpoints: 0,
                        healthyEndpoints: 0,
                        machineEndpoints: 0
                    )
                )
            }
            result[result.count - 1].endpoints += tally.endpoints
            if kind.isHealthy { result[result.count - 1].healthyEndpoints += tally.endpoints }
            if kind.isMachine { result[result.count - 1].machineEndpoints += tally.endpoints }
        }
        return result
    }
}
