internal import MeshModel
internal import MeshSources

/// The Envoy node of a sidecar, as the injector would configure it for a workload of the mesh.
struct WorkloadNode {
    /// The cluster of the workload.
    let cluster: ClusterID
    /// `name.namespace`, as in the node's id.
    let name: String
    /// The addresses of the workload, the primary one first.
    let addresses: [String]
    /// The node, without a network: that follows from the workload.
    let node: EnvoyNode

    /// Makes the node of a pod.
    init(_ pod: KubernetesPod, in cluster: ClusterID, domainSuffix: String) {
        self.init(
            pod.metadata,
            labels: pod.metadata.labels,
            addresses: pod.addresses,
            nodeName: pod.nodeName,
            cluster: cluster,
            domainSuffix: domainSuffix
        )
    }

    /// Makes the node of a machine.
    init(_ entry: WorkloadEntry, in cluster: ClusterID, domainSuffix: String) {
        self.init(
            entry.metadata,
            labels: entry.labels,
            addresses: IPAddress(entry.spec.address) == nil ? [] : [entry.spec.address],
            nodeName: "",
            cluster: cluster,
            domainSuffix: domainSuffix
        )
    }

    private init(
        _ object: ObjectMetadata,
        labels: Labels,
        addresses: [String],
        nodeName: String,
        cluster: ClusterID,
        domainSuffix: String
    ) {
        let namespace = object.namespace
        var texts: [String: MetadataValue] = [:]
        for pair in labels.pairs { texts[pair.key] = .string(pair.value) }
        var metadata: [String: MetadataValue] = [
            "CLUSTER_ID": .string(cluster.name), "NAMESPACE": .string(namespace), "LABELS": .object(texts),
            "INSTANCE_IPS": .string(addresses.joined(separator: ",")),
        ]
        if !nodeName.isEmpty { metadata["NODE_NAME"] = .string(nodeName) }
        self.cluster = cluster
        self.addresses = addresses
        name = "\(object.name).\(namespace)"
        node = EnvoyNode(
            id: "sidecar~\(addresses.first ?? "")~\(name)~\(namespace).svc.\(domainSuffix)",
            metadata: metadata
        )
    }

    /// Returns the nodes of all pods that run, and of all WorkloadEntries.
    static func all(of mesh: MeshDirectory) -> [WorkloadNode] {
        mesh.clusters.flatMap { cluster in
            cluster.pods.filter(\.isUsable).map { WorkloadNode($0, in: cluster.id, domainSuffix: mesh.domainSuffix) }
                + cluster.workloadEntries.map {
                    WorkloadNode($0, in: cluster.id, domainSuffix: mesh.domainSuffix)
                }
        }
    }
}
