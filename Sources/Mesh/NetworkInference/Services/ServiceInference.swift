internal import MeshModel
internal import MeshSources

/// The services of the mesh: Kubernetes Services merged over the clusters, and ServiceEntries (NI-72 to NI-78, NI-101).
struct ServiceInference {
    let mesh: MeshDirectory

    /// Returns all services.
    func services() -> [Service] {
        var result: [Service] = []
        var known: Set<String> = []
        // The first registry that knows a host describes it: the config cluster's, then those of the others (NI-78). The
        // reference takes these as they arrive, which differs from run to run; here the order is that of their ids.
        for cluster in mesh.clusters {
            let namespaces = Self.namespaces(of: cluster)
            let ordered = cluster.services.sorted {
                ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name)
            }
            for service in ordered {
                let converted = convert(service, namespaces[service.metadata.namespace])
                if known.insert(converted.hostname).inserted { result.append(converted) }
            }
        }
        if let config = mesh.clusters.first(where: { $0.id == mesh.configCluster }) {
            let namespaces = Self.namespaces(of: config)
            for entry in config.serviceEntries {
                result += convert(entry, namespaces[entry.metadata.namespace])
            }
        }
        return result
    }

    /// Returns the namespaces of a cluster by name.
    static func namespaces(of cluster: ClusterObjects) -> [String: KubernetesNamespace] {
        Dictionary(cluster.namespaces.map { ($0.metadata.name, $0) }) { first, _ in first }
    }

    /// Returns objects as services, each on its own and in the order of the objects.
    func described(by objects: ClusterObjects, in namespaces: [String: KubernetesNamespace]) -> [Service] {
        objects.services.map { convert($0, namespaces[$0.metadata.namespace]) }
            + objects.serviceEntries.flatMap { convert($0, namespaces[$0.metadata.namespace]) }
    }

    func convert(_ service: KubernetesService, _ namespace: KubernetesNamespace?) -> Service {
        let metadata = service.metadata
        let resolution: Service.Resolution =
            service.isHeadless
            ? .passthrough
            : service.type == "ExternalName" && !service.externalName.isEmpty ? .alias : .clientSide
        return Service(
            hostname: KubernetesHost.name(metadata, mesh.domainSuffix),
            namespace: metadata.namespace,
            registry: .kubernetes,
            resolution: resolution,
            ports: service.ports.map {
                ServicePort(number: $0.number, name: $0.name, isUDP: $0.isUDP, protocolName: $0.application)
            },
            exportTo: exportTo(Self.exportTo(metadata), metadata.namespace),
            isNodeLocal: service.isNodeLocal,
            trafficDistribution: Self.distribution(service.trafficDistribution, metadata, namespace),
            keepsDrainingEndpoints: metadata.labels.nonEmpty(LabelKey.persistentSession) != nil,
            labels: metadata.labels,
            creationTime: metadata.creationTime,
            source: metadata.reference
        )
    }

    private func convert(_ entry: ServiceEntry, _ namespace: KubernetesNamespace?) -> [Service] {
        let metadata = entry.metadata
        let resolution: Service.Resolution =
            switch entry.resolution {
            case "STATIC": .clientSide
            case "NONE": .passthrough
            default: .dns
            }
        return entry.hosts.map { host in
            Service(
                hostname: host,
                namespace: metadata.namespace,
                registry: .serviceEntry,
                resolution: resolution,
                ports: entry.ports.map {
                    ServicePort(number: $0.number, name: $0.name, isUDP: $0.isUDP, protocolName: $0.protocolName)
                },
                exportTo: exportTo(entry.exportTo, metadata.namespace),
                isNodeLocal: false,
                trafficDistribution: Self.distribution("", metadata, namespace),
                keepsDrainingEndpoints: metadata.labels.nonEmpty(LabelKey.persistentSession) != nil,
                labels: metadata.labels,
                selector: entry.workloadSelector ?? [:],
                creationTime: metadata.creationTime,
                source: metadata.reference
            )
        }
    }

    private static func exportTo(_ metadata: ObjectMetadata) -> [String] {
        guard let annotation = metadata.annotations.nonEmpty(LabelKey.exportTo) else { return [] }
        return annotation.split(separator: ",").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// An object's own list, else the mesh's default, of which only `.` and `*` count (NI-76).
    private func exportTo(_ own: [String], _ namespace: String) -> ExportTo {
        let standard = mesh.meshConfig.defaultServiceExportTo
        guard own.isEmpty, !standard.isEmpty else { return ExportTo(own, ownNamespace: namespace) }
        if standard.contains(".") { return .namespaces([namespace]) }
        return standard.contains("*") ? .everyone : .noNamespace
    }

    /// Returns the field, otherwise the object's annotation, otherwise the namespace's; an unknown annotation means no
    /// preference (EG-P6).
    private static func distribution(
        _ field: String,
        _ metadata: ObjectMetadata,
        _ namespace: KubernetesNamespace?
    ) -> TrafficDistribution {
        switch field {
        case "PreferClose", "PreferSameZone": return .preferSameZone
        case "PreferSameNode": return .preferSameNode
        default: break
        }
        let annotation =
            metadata.annotations[LabelKey.trafficDistribution]
            ?? namespace?.metadata.annotations[LabelKey.trafficDistribution] ?? ""
        switch annotation.lowercased() {
        case "preferclose", "prefersamezone": return .preferSameZone
        case "prefersamenode": return .preferSameNode
        default: return .any
        }
    }
}
