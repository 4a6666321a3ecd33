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
        var found: [DeclaredProxy] = []
        for cluster in mesh.clusters {
            for pod in Self.sidecars(of: cluster) {
                let name = pod.metadata.name
                let namespace = pod.metadata.namespace
                guard
                    let workload = snapshot.workloads.workload(name: name, namespace: namespace, cluster: cluster.id),
                    seen.insert(Self.kind(of: workload)).inserted
                else { continue }
                var node = WorkloadNode(pod, in: cluster.id, domainSuffix: mesh.domainSuffix).node
                if !workload.network.isEmpty { node.metadata["NETWORK"] = .string(workload.network.name) }
                let location = pod.metadata.reference.location
                found.append(DeclaredProxy(node: node, resources: [], location: location))
            }
        }
        proxies = found
    }

    /// Returns the ready pods with a sidecar, ascending by namespace and name.
    private static func sidecars(of cluster: ClusterObjects) -> [KubernetesPod] {
        cluster.pods.filter { $0.isUsable && $0.metadata.labels[LabelKey.tlsMode] == "istio" }
            .sorted { ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name) }
    }

    private static func kind(of workload: Workload) -> Kind {
        let labels = workload.labels.pairs.filter { !varying.contains($0.key) }
        return Kind(
            cluster: workload.cluster,
            namespace: workload.namespace,
            network: workload.network,
            locality: workload.localityLabel,
            labels: Labels(labels.map { ($0.key, $0.value) })
        )
    }

    /// The labels in which pods of one workload differ.
    private static let varying: Set<String> = [
        LabelKey.hostname, "pod-template-hash", "controller-revision-hash", "statefulset.kubernetes.io/pod-name",
        "apps.kubernetes.io/pod-index",
    ]
}
