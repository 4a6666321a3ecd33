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

    private let features: MeshFeatures
    /// Services with an export of their name in the same cluster.
    private let exported: Set<Place>
    /// One import with addresses for each service, of the first cluster that has any.
    private let imports: [(service: MeshSnapshot.ServiceKey, imported: ServiceImport)]

    init(mesh: MeshDirectory, features: MeshFeatures) {
        self.features = features
        var exported: Set<Place> = []
        var imports: [(service: MeshSnapshot.ServiceKey, imported: ServiceImport)] = []
        var seen: Set<MeshSnapshot.ServiceKey> = []
        for cluster in mesh.clusters.sorted(by: { $0.id < $1.id }) {
            // The export of a Service that the cluster does not have has no effect.
            let services = Set(cluster.services.map { KubernetesHost.key($0.metadata, mesh.domainSuffix) })
            for export in cluster.serviceExports {
                let key = KubernetesHost.key(export.metadata, mesh.domainSuffix)
                if services.contains(key) { exported.insert(Place(service: key, cluster: cluster.id)) }
            }
            for item in cluster.serviceImports where !item.addresses.isEmpty {
                let key = KubernetesHost.key(item.metadata, mesh.domainSuffix)
                if seen.insert(key).inserted { imports.append((key, item)) }
            }
        }
        self.exported = exported
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
        for key in shards.keys { shards[key] = marked(shards[key] ?? [], key) }
        if features.hasClusterSetHosts { addImported(to: &services, &shards) }
        guard features.keepsClusterLocalHosts else { return }
        for service in services where service.registry == .kubernetes {
            guard !service.hostname.hasSuffix("." + Self.domainSuffix), let own = shards[service.key] else { continue }
            shards[service.key] = own.map { shard in
                shard.provider == .kubernetes ? Self.keptToCluster(shard) : shard
            }
        }
    }

    private func addImported(
        to services: inout [Service],
        _ shards: inout [MeshSnapshot.ServiceKey: [EndpointShard]]
    ) {
        let known = Dictionary(
            services.lazy.filter { $0.registry == .kubernetes }.map { ($0.key, $0) }
        ) { first, _ in first }
        for (key, imported) in imports {
            guard var service = known[key] else { continue }
            service.hostname = KubernetesHost.name(imported.metadata, Self.domainSuffix)
            service.source = imported.metadata.reference
            services.append(service)
            let copies = (shards[key] ?? []).filter { $0.provider == .kubernetes }
            if !copies.isEmpty { shards[service.key, default: []] += copies }
        }
    }

    /// Returns endpoints with their visibility: ServiceEntries everywhere, others only if exported in their own
    /// cluster.
    private func marked(_ shards: [EndpointShard], _ key: MeshSnapshot.ServiceKey) -> [EndpointShard] {
        shards.map { shard in
            guard shard.provider == .kubernetes,
                !exported.contains(Place(service: key, cluster: shard.cluster))
            else { return shard }
            return Self.keptToCluster(shard)
        }
    }

    private static func keptToCluster(_ shard: EndpointShard) -> EndpointShard {
        var result = shard
        for index in result.endpoints.indices { result.endpoints[index].isSameClusterOnly = true }
        return result
    }
}
