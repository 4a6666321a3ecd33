internal import MeshModel
internal import MeshSources

/// Services of several clusters by ServiceExport and ServiceImport (NI-113, EG-E10).
struct MultiClusterServices {
    /// The suffix of hosts for services of all clusters.
    static let domainSuffix = "clusterset.local"

    private struct Place: Hashable {
        let service: MeshSnapshot.ServiceKey
        let cluster: ClusterID
    }

    private let mesh: MeshDirectory
    private let features: MeshFeatures
    private let semantics: TranslationSemantics
    /// The Services of each cluster.
    private let own: Set<Place>
    /// The services that a cluster exports, whether it has them or not.
    private let exported: Set<Place>
    /// The services that a cluster imports by an address.
    private let imported: Set<Place>
    /// One import with addresses for each service, of the first cluster that has any.
    private let imports: [(service: MeshSnapshot.ServiceKey, imported: ServiceImport)]

    init(mesh: MeshDirectory, features: MeshFeatures, semantics: TranslationSemantics) {
        self.mesh = mesh
        self.features = features
        self.semantics = semantics
        var own: Set<Place> = []
        var exported: Set<Place> = []
        var imported: Set<Place> = []
        var imports: [(service: MeshSnapshot.ServiceKey, imported: ServiceImport)] = []
        var seen: Set<MeshSnapshot.ServiceKey> = []
        for cluster in mesh.clusters {
            let place = { (metadata: ObjectMetadata) in
                Place(service: KubernetesHost.key(metadata, mesh.domainSuffix), cluster: cluster.id)
            }
            own.formUnion(cluster.services.map { place($0.metadata) })
            exported.formUnion(cluster.serviceExports.map { place($0.metadata) })
            for item in cluster.serviceImports where !item.addresses.isEmpty {
                let found = place(item.metadata)
                imported.insert(found)
                if seen.insert(found.service).inserted { imports.append((found.service, item)) }
            }
        }
        self.own = own
        self.exported = exported
        self.imported = imported
        self.imports = imports
    }

    /// Returns the service of the cluster's slices: a host of all clusters has the endpoints of the cluster's own
    /// service.
    static func listedService(of key: MeshSnapshot.ServiceKey, in mesh: InferredMesh) -> MeshSnapshot.ServiceKey {
        let ending = ".svc.\(domainSuffix)"
        guard mesh.inference.features.hasClusterSetHosts, key.hostname.hasSuffix(ending) else { return key }
        let name = key.hostname.dropLast(ending.count)
        return MeshSnapshot.ServiceKey(hostname: "\(name).svc.\(mesh.mesh.domainSuffix)", namespace: key.namespace)
    }

    /// Marks endpoints with their visibility, and adds the services of `clusterset.local` with the same endpoints.
    func apply(
        to services: inout [Service],
        _ shards: inout [MeshSnapshot.ServiceKey: [EndpointShard]]
    ) {
        let unmarked = shards
        for (key, own) in unmarked {
            shards[key] = own.map { shard in
                guard shard.provider == .kubernetes else { return shard }
                let place = Place(service: key, cluster: shard.cluster)
                // The export of a Service that the cluster does not have shows nothing.
                let isSeen = self.own.contains(place) && exported.contains(place)
                return isSeen && !features.keepsClusterLocalHosts ? shard : Self.keptToCluster(shard)
            }
        }
        if features.hasClusterSetHosts { addImported(to: &services, &shards, unmarked) }
    }

    private func addImported(
        to services: inout [Service],
        _ shards: inout [MeshSnapshot.ServiceKey: [EndpointShard]],
        _ unmarked: [MeshSnapshot.ServiceKey: [EndpointShard]]
    ) {
        let known = Dictionary(
            services.lazy.filter { $0.registry == .kubernetes }.map { ($0.key, $0) }
        ) { first, _ in first }
        for (key, item) in imports {
            guard var service = known[key] else { continue }
            if semantics.importedServices == .secondCluster { service = secondDescription(of: item) ?? service }
            service.hostname = KubernetesHost.name(item.metadata, Self.domainSuffix)
            service.source = item.metadata.reference
            services.append(service)
            let copies = (unmarked[key] ?? []).filter { $0.provider == .kubernetes }.map { shard in
                let place = Place(service: key, cluster: shard.cluster)
                guard imported.contains(place) else { return Self.keptToCluster(Self.withoutMachines(shard)) }
                return exported.contains(place) ? shard : Self.keptToCluster(shard)
            }
            if !copies.isEmpty { shards[service.key, default: []] += copies }
        }
    }

    /// Returns the service as the second cluster that has it describes it; `nil` if there is no second one.
    private func secondDescription(of item: ServiceImport) -> Service? {
        let described = mesh.clusters.lazy.compactMap { cluster -> (KubernetesService, KubernetesNamespace?)? in
            let found = cluster.services.first {
                $0.metadata.name == item.metadata.name && $0.metadata.namespace == item.metadata.namespace
            }
            guard let found else { return nil }
            return (found, cluster.namespaces.first { $0.metadata.name == found.metadata.namespace })
        }
        guard let (service, namespace) = described.dropFirst().first else { return nil }
        return ServiceInference(mesh: mesh).convert(service, namespace)
    }

    /// Keeps the endpoints that slices list to their own cluster; those of WorkloadEntries have no policy.
    private static func keptToCluster(_ shard: EndpointShard) -> EndpointShard {
        var result = shard
        for index in result.endpoints.indices where !result.endpoints[index].isMachine {
            result.endpoints[index].isSameClusterOnly = true
        }
        return result
    }

    /// Drops the WorkloadEntries of a cluster that does not import the service of all clusters.
    private static func withoutMachines(_ shard: EndpointShard) -> EndpointShard {
        var result = shard
        result.endpoints.removeAll(where: \.isMachine)
        return result
    }
}

extension Endpoint {
    /// A Boolean value that indicates whether a WorkloadEntry names it.
    fileprivate var isMachine: Bool { source.kind == "WorkloadEntry" }
}
