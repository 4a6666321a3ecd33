internal import MeshModel
internal import MeshSources

extension InferredMesh {
    /// The parts of a snapshot.
    struct Parts {
        let services: [Service]
        let gateways: [Gateway]
        let external: Endpoints
        let endpoints: [ClusterID: Endpoints]
    }

    static func snapshot(
        _ parts: Parts,
        _ mesh: MeshDirectory,
        _ clusters: [ClusterInference],
        _ inference: MeshInference,
        _ change: MeshChange,
        _ before: InferredMesh?
    ) -> MeshSnapshot {
        let features = inference.features
        var services = parts.services
        var shards = shards(parts, clusters, mesh)
        if features.mcsServiceDiscovery {
            MultiClusterServices(mesh: mesh, features: features, semantics: inference.semantics)
                .apply(to: &services, &shards)
        }
        let networks = AmbientNetworks(mesh: mesh, mode: features.ambient, index: inference.semantics.ambientIndex)
        if features.isAmbient {
            CapturedWorkloads(
                clusters,
                configCluster: mesh.configCluster,
                mode: features.ambient,
                networks: networks,
                index: inference.semantics.ambientIndex
            )
            .mark(&shards)
        }
        // Imported services are not in the parts.
        let canKeepServices = !change.touchesServices && !features.mcsServiceDiscovery
        let root = mesh.meshConfig.rootNamespace ?? mesh.systemNamespace
        let config = clusters.first { $0.cluster.id == mesh.configCluster }
        let old = change.touchesPolicies ? nil : before?.snapshot
        var snapshot = MeshSnapshot(
            services: before.flatMap { canKeepServices ? $0.snapshot.services : nil } ?? ServiceTable(services),
            shards: shards,
            gateways: GatewayResolution.table(
                of: parts.gateways,
                names: mesh.pinnedNames ?? inference.names,
                semantics: inference.semantics
            ),
            destinationRules: old?.destinationRules
                ?? DestinationRuleTable(
                    destinationRules(config, mesh),
                    rootNamespace: root,
                    defaultExportTo: mesh.meshConfig.defaultDestinationRuleExportTo,
                    selectingRules: inference.semantics.selectingRules
                ),
            peerAuthentications: old?.peerAuthentications
                ?? PeerAuthenticationTable(
                    config?.cluster.peerAuthentications.map(\.policy) ?? [],
                    rootNamespace: root
                ),
            clusterLocalHosts: ClusterLocalHosts(
                settings: mesh.meshConfig.serviceSettings,
                domainSuffix: mesh.domainSuffix,
                systemNamespace: mesh.systemNamespace
            ),
            meshLocality: mesh.meshConfig.localityLoadBalancing,
            workloads: WorkloadTable(clusters.map(\.workloads)),
            semantics: inference.semantics,
            domainSuffix: mesh.domainSuffix,
            features: features,
            ambientServices: features.isAmbient
                ? AmbientServices(mesh: mesh, mode: features.ambient, networks: networks).services() : [:],
            sidecars: old?.sidecars
                ?? SidecarTable(config?.cluster.sidecars.map(\.sidecar) ?? [], rootNamespace: root)
        )
        snapshot.upgradesToHTTP2 = mesh.meshConfig.http2Upgrade == .upgrade
        return snapshot
    }

    /// Returns shards in order of provider, then cluster (EG-E1, NI-107).
    private static func shards(
        _ parts: Parts,
        _ clusters: [ClusterInference],
        _ mesh: MeshDirectory
    ) -> [MeshSnapshot.ServiceKey: [EndpointShard]] {
        var shards: [MeshSnapshot.ServiceKey: [EndpointShard]] = [:]
        for (key, endpoints) in parts.external {
            shards[key] = [EndpointShard(provider: .external, cluster: mesh.configCluster, endpoints: endpoints)]
        }
        for id in clusters.map(\.cluster.id).sorted() {
            for (key, endpoints) in parts.endpoints[id] ?? [:] {
                shards[key, default: []].append(
                    EndpointShard(provider: .kubernetes, cluster: id, endpoints: endpoints)
                )
            }
        }
        return shards
    }

    private static func destinationRules(_ config: ClusterInference?, _ mesh: MeshDirectory) -> [DestinationRule] {
        (config?.cluster.destinationRules ?? []).map { manifest in
            let namespace = manifest.metadata.namespace
            return DestinationRule(
                host: KubernetesHost.qualified(manifest.host, namespace: namespace, suffix: mesh.domainSuffix),
                trafficPolicy: manifest.trafficPolicy,
                subsets: manifest.subsets,
                exportTo: Set(manifest.exportTo),
                workloadSelector: manifest.workloadSelector,
                creationTime: manifest.metadata.creationTime,
                source: manifest.metadata.reference
            )
        }
    }
}
