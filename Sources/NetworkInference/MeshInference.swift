public import MeshModel
public import MeshSources

/// Draws all conclusions about networks and gateways from the objects of a mesh.
///
/// A pure function of its input: the order of files and objects makes no difference to the result.
public struct MeshInference: Sendable {
    /// The rule set.
    public var semantics: TranslationSemantics
    /// Addresses of gateway host names; the directory's own pinned names go before these.
    public var names: [String: [String]]
    /// What is switched on beyond the ordinary.
    public var features: MeshFeatures

    /// Makes an inference by a rule set.
    public init(
        semantics: TranslationSemantics,
        names: [String: [String]] = [:],
        features: MeshFeatures = MeshFeatures()
    ) {
        self.semantics = semantics
        self.names = names
        self.features = features
    }

    /// Infers the mesh.
    ///
    /// - Throws: ``InputErrors`` for statements that cannot both hold, under rule sets that refuse them.
    public func snapshot(of mesh: MeshDirectory) throws(InputErrors) -> MeshSnapshot {
        let conflicts = MeshNetworksCheck.conflicts(in: mesh.meshNetworks, semantics: semantics)
        guard conflicts.isEmpty else { throw InputErrors(conflicts) }
        let clusters = mesh.clusters.map { cluster in
            ClusterInference(
                cluster: cluster,
                networks: ClusterNetworks(
                    cluster: cluster,
                    systemNamespace: mesh.systemNamespace,
                    meshNetworks: mesh.meshNetworks,
                    semantics: semantics
                ),
                domainSuffix: mesh.domainSuffix,
                semantics: semantics
            )
        }
        let networks = Dictionary(clusters.map { ($0.cluster.id, $0.networks) }) { first, _ in first }
        let found = GatewayInference(mesh: mesh, networks: networks).gateways()
        let root = mesh.meshConfig.rootNamespace ?? mesh.systemNamespace
        let config = clusters.first { $0.cluster.id == mesh.configCluster }
        var services = ServiceInference(mesh: mesh).services()
        var shards = shards(clusters, config)
        if features.mcsServiceDiscovery {
            MultiClusterServices(mesh: mesh, features: features).apply(to: &services, &shards)
        }
        if features.ambient { TunnelInference(clusters: clusters, semantics: semantics).mark(&shards) }
        return MeshSnapshot(
            services: ServiceTable(services),
            shards: shards,
            gateways: GatewayResolution.table(
                of: found,
                names: mesh.pinnedNames ?? names,
                semantics: semantics
            ),
            destinationRules: DestinationRuleTable(
                destinationRules(config, mesh),
                rootNamespace: root
            ),
            peerAuthentications: PeerAuthenticationTable(
                config?.cluster.peerAuthentications.map(\.policy) ?? [],
                rootNamespace: root
            ),
            clusterLocalHosts: ClusterLocalHosts(
                settings: mesh.meshConfig.serviceSettings,
                domainSuffix: mesh.domainSuffix,
                systemNamespace: mesh.systemNamespace
            ),
            meshLocality: mesh.meshConfig.localityLoadBalancing,
            workloads: WorkloadTable(workloads(clusters)),
            semantics: semantics,
            domainSuffix: mesh.domainSuffix,
            features: features,
            ambientServices: features.ambient ? AmbientServices(mesh: mesh).services() : [:]
        )
    }

    /// Shards in order of provider, then cluster (E-1, R107).
    private func shards(
        _ clusters: [ClusterInference],
        _ config: ClusterInference?
    ) -> [MeshSnapshot.ServiceKey: [EndpointShard]] {
        var shards: [MeshSnapshot.ServiceKey: [EndpointShard]] = [:]
        if let config {
            let external = ServiceEntryInference(config: config, clusters: clusters).endpoints()
            for (key, endpoints) in external where !endpoints.isEmpty {
                shards[key, default: []].append(
                    EndpointShard(provider: .external, cluster: config.cluster.id, endpoints: endpoints)
                )
            }
        }
        for cluster in clusters.sorted(by: { $0.cluster.id < $1.cluster.id }) {
            for (key, endpoints) in cluster.endpoints() where !endpoints.isEmpty {
                shards[key, default: []].append(
                    EndpointShard(provider: .kubernetes, cluster: cluster.cluster.id, endpoints: endpoints)
                )
            }
        }
        return shards
    }

    private func destinationRules(_ config: ClusterInference?, _ mesh: MeshDirectory) -> [DestinationRule] {
        (config?.cluster.destinationRules ?? []).map { manifest in
            let namespace = manifest.metadata.namespace
            let exportTo =
                manifest.exportTo.isEmpty ? mesh.meshConfig.defaultDestinationRuleExportTo : manifest.exportTo
            return DestinationRule(
                host: KubernetesHost.qualified(manifest.host, namespace: namespace, suffix: mesh.domainSuffix),
                trafficPolicy: manifest.trafficPolicy,
                subsets: manifest.subsets,
                exportTo: ExportTo(exportTo, ownNamespace: namespace),
                workloadSelector: manifest.workloadSelector,
                creationTime: manifest.metadata.creationTime,
                source: manifest.metadata.reference
            )
        }
    }

    private func workloads(_ clusters: [ClusterInference]) -> [Workload] {
        clusters.flatMap { cluster in
            cluster.pods.pods.map { pod in
                Workload(
                    name: pod.pod.metadata.name,
                    namespace: pod.pod.metadata.namespace,
                    cluster: cluster.cluster.id,
                    addresses: pod.pod.isUsable ? pod.pod.podIPs : [],
                    labels: pod.labels,
                    network: pod.network.network,
                    networkProvenance: pod.network.provenance,
                    localityLabel: pod.localityLabel,
                    nodeName: pod.pod.nodeName
                )
            } + cluster.entries.map(\.workload)
        }
    }
}
