internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// One sidecar for each workload of a mesh: the proxies of a mesh that declares none.
///
/// Pods of a workload differ in nothing that decides about endpoints but their addresses and nodes, so one of them is
/// enough.
struct WorkloadSidecars {
    /// The proxies, ascending by cluster, namespace and name.
    let proxies: [DeclaredProxy]

    private struct Kind: Hashable {
        let cluster: ClusterID
        let namespace: String
        let network: NetworkID
        let locality: String
        let labels: Labels
    }

    /// Finds the pods with a sidecar.
    ///
    /// - Parameters:
    ///   - mesh: the mesh.
    ///   - semantics: the rule set by which the networks of proxies are inferred.
    ///   - inference: the features.
    init(_ mesh: MeshDirectory, _ semantics: TranslationSemantics, _ inference: MeshInference) {
        var inference = inference
        inference.semantics = semantics
        guard let snapshot = try? inference.snapshot(of: mesh) else {
            proxies = []
            return
        }
        var seen: Set<Kind> = []
        proxies = mesh.clusters.flatMap { cluster in
            let pods = cluster.pods.filter { $0.isUsable && $0.metadata.labels[LabelKey.tlsMode] == "istio" }
                .sorted { ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name) }
            return pods.compactMap { pod -> DeclaredProxy? in
                let metadata = pod.metadata
                let workload = snapshot.workloads.workload(
                    name: metadata.name,
                    namespace: metadata.namespace,
                    cluster: cluster.id
                )
                guard let workload else { return nil }
                let kind = Kind(
                    cluster: cluster.id,
                    namespace: metadata.namespace,
                    network: workload.network,
                    locality: workload.localityLabel,
                    labels: Labels(workload.labels.pairs.filter { !Self.varying.contains($0.key) })
                )
                guard seen.insert(kind).inserted else { return nil }
                return DeclaredProxy(
                    node: Self.node(pod, workload, mesh.domainSuffix),
                    resources: [],
                    location: metadata.reference.location
                )
            }
        }
    }

    /// The labels in which pods of one workload differ.
    private static let varying: Set<String> = [
        LabelKey.hostname, "pod-template-hash", "controller-revision-hash", "statefulset.kubernetes.io/pod-name",
        "apps.kubernetes.io/pod-index",
    ]

    private static func node(_ pod: KubernetesPod, _ workload: Workload, _ domainSuffix: String) -> EnvoyNode {
        let namespace = pod.metadata.namespace
        var metadata: [String: MetadataValue] = [
            "CLUSTER_ID": .string(workload.cluster.name), "NAMESPACE": .string(namespace),
            "INSTANCE_IPS": .string(pod.podIPs.joined(separator: ",")), "NODE_NAME": .string(pod.nodeName),
            "LABELS": .object(
                Dictionary(pod.metadata.labels.pairs.map { ($0.key, MetadataValue.string($0.value)) }) { first, _ in
                    first
                }
            ),
        ]
        if !workload.network.isEmpty { metadata["NETWORK"] = .string(workload.network.name) }
        return EnvoyNode(
            id: "sidecar~\(pod.podIP)~\(pod.metadata.name).\(namespace)~\(namespace).svc.\(domainSuffix)",
            metadata: metadata
        )
    }
}
