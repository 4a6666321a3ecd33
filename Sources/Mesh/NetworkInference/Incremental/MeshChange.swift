internal import MeshModel
internal import MeshSources

/// The parts of an inferred mesh that may differ from an earlier state.
struct MeshChange {
    /// Services and ServiceEntries as services.
    let touchesServices: Bool
    /// Gateways of networks.
    let touchesGateways: Bool
    /// The services whose endpoints of ServiceEntries may differ; `nil` for all.
    let touchedByServiceEntries: Set<MeshSnapshot.ServiceKey>?
    /// DestinationRules, PeerAuthentications and Sidecars.
    let touchesPolicies: Bool

    /// - Parameters:
    ///   - before: the same clusters in an earlier state, or `nil` if everything has to be inferred.
    ///   - now: the clusters.
    ///   - changes: the difference of each cluster.
    ///   - services: the description of objects as services.
    ///   - configCluster: the config cluster.
    ///   - touchesStaticGateways: a Boolean value that indicates whether gateways outside of clusters may differ.
    init(
        from before: [ClusterInference]?,
        to now: [ClusterInference],
        _ changes: [ClusterDelta],
        services: ServiceInference,
        configCluster: ClusterID,
        touchesStaticGateways: Bool
    ) {
        guard let before else {
            (touchesServices, touchesGateways, touchesPolicies) = (true, true, true)
            touchedByServiceEntries = nil
            return
        }
        let config = zip(now, changes).first { $0.0.cluster.id == configCluster }
        let areNetworksSame = zip(before, now).allSatisfy { $0.networks == $1.networks }
        touchesServices = zip(now, changes).contains { Self.touchesServices($0.cluster, $1, services) }
        touchesGateways =
            !areNetworksSame || touchesStaticGateways
            || changes.contains { $0.touches(\.services) || $0.touches(\.nodes) || $0.touches(\.gateways) }
        touchedByServiceEntries =
            areNetworksSame ? config.map { Self.touchedByServiceEntries(of: $0.0, $0.1, changes) } : nil
        touchesPolicies =
            config.map { _, config in
                config.touches(\.destinationRules) || config.touches(\.peerAuthentications)
                    || config.touches(\.sidecars)
            } ?? true
    }

    /// Returns a Boolean value that indicates whether services may differ.
    ///
    /// A ServiceEntry has endpoints of its own, whose changes leave its services as they are.
    private static func touchesServices(
        _ cluster: ClusterObjects,
        _ change: ClusterDelta,
        _ services: ServiceInference
    ) -> Bool {
        if change.touches(\.namespaces) { return true }
        guard change.touches(\.services) || change.touches(\.serviceEntries) else { return false }
        guard let files = change.changedFiles else { return true }
        let namespaces = ServiceInference.namespaces(of: cluster)
        return files.contains {
            services.described(by: $0.before, in: namespaces) != services.described(by: $0.now, in: namespaces)
        }
    }

    /// Returns the services of changed ServiceEntries, and of those that may select a changed workload.
    private static func touchedByServiceEntries(
        of config: ClusterInference,
        _ change: ClusterDelta,
        _ changes: [ClusterDelta]
    ) -> Set<MeshSnapshot.ServiceKey> {
        var keys = Set(change.all(\.serviceEntries).flatMap(\.serviceKeys))
        guard changes.contains(where: \.touchesWorkloads) else { return keys }
        // A changed node changes pods of any namespace.
        let touchesNodes = changes.contains { $0.touches(\.nodes) }
        let namespaces = Set(
            changes.flatMap {
                $0.all(\.pods).map(\.metadata.namespace) + $0.all(\.workloadEntries).map(\.metadata.namespace)
            }
        )
        for entry in config.cluster.serviceEntries where entry.workloadSelector != nil {
            guard touchesNodes || namespaces.contains(entry.metadata.namespace) else { continue }
            keys.formUnion(entry.serviceKeys)
        }
        return keys
    }
}
