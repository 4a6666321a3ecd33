internal import MeshModel
internal import MeshSources

/// The parts of an inferred mesh that may differ from an earlier state.
struct MeshChange {
    /// Services and ServiceEntries as services.
    let touchesServices: Bool
    /// Gateways of networks.
    let touchesGateways: Bool
    /// Endpoints of ServiceEntries.
    let touchesServiceEntries: Bool
    /// DestinationRules, PeerAuthentications and Sidecars.
    let touchesPolicies: Bool

    /// - Parameters:
    ///   - before: the same clusters in an earlier state, or `nil` if everything has to be inferred.
    ///   - now: the clusters.
    ///   - changes: the difference of each cluster.
    ///   - configCluster: the config cluster.
    ///   - touchesStaticGateways: a Boolean value that indicates whether gateways outside of clusters may differ.
    init(
        from before: [ClusterInference]?,
        to now: [ClusterInference],
        _ changes: [ClusterDelta],
        configCluster: ClusterID,
        touchesStaticGateways: Bool
    ) {
        guard let before else {
            (touchesServices, touchesGateways, touchesServiceEntries, touchesPolicies) = (true, true, true, true)
            return
        }
        let config = zip(now, changes).first { $0.0.cluster.id == configCluster }?.1
        let areNetworksSame = zip(before, now).allSatisfy { $0.networks == $1.networks }
        touchesServices = changes.contains {
            $0.touches(\.services) || $0.touches(\.namespaces) || $0.touches(\.serviceEntries)
        }
        touchesGateways =
            !areNetworksSame || touchesStaticGateways
            || changes.contains { $0.touches(\.services) || $0.touches(\.nodes) || $0.touches(\.gateways) }
        touchesServiceEntries =
            !areNetworksSame || config?.touches(\.serviceEntries) ?? true
            || (changes.contains(where: \.touchesWorkloads)
                && now.contains { $0.cluster.serviceEntries.contains { $0.workloadSelector != nil } })
        touchesPolicies =
            config.map {
                $0.touches(\.destinationRules) || $0.touches(\.peerAuthentications) || $0.touches(\.sidecars)
            } ?? true
    }
}
