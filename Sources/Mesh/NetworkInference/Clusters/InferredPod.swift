internal import MeshModel
internal import MeshSources

/// One pod with the inferred properties; shared by all states of the mesh in which it does not change.
final class InferredPod: Sendable {
    let pod: KubernetesPod
    let network: InferredNetwork
    let localityLabel: String
    /// The pod's own labels and the synthetic ones.
    let labels: Labels
    let workloadName: String
    let tlsMode: String
    /// The addresses that identify it, the primary one first; only that one where each address is an endpoint (NI-84).
    let addresses: [String]

    init(_ pod: KubernetesPod, on node: KubernetesNode?, _ networks: ClusterNetworks, _ cluster: ClusterID) {
        self.pod = pod
        let own = pod.metadata.labels
        network = networks.network(
            labels: own,
            object: pod.metadata.reference,
            addresses: pod.podIP.isEmpty ? [] : [pod.podIP]
        )
        localityLabel = WorkloadLabels.locality(own, node: node, networks.semantics.localityLabels)
        labels = WorkloadLabels.augmented(
            own,
            cluster: cluster,
            localityLabel: localityLabel,
            nodeName: pod.nodeName,
            network: network.network
        )
        workloadName = WorkloadLabels.workloadName(of: pod)
        tlsMode = WorkloadLabels.tlsMode(own)
        addresses = networks.semantics.endpointIdentity == .workload ? pod.addresses : Array(pod.addresses.prefix(1))
    }

    /// The workload of a proxy in the pod.
    var workload: Workload {
        Workload(
            name: pod.metadata.name,
            namespace: pod.metadata.namespace,
            cluster: pod.metadata.reference.cluster,
            addresses: pod.isUsable ? pod.podIPs : [],
            labels: labels,
            network: network.network,
            networkProvenance: network.provenance,
            localityLabel: localityLabel,
            nodeName: pod.nodeName
        )
    }
}
