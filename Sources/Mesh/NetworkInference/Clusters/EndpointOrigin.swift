internal import MeshModel
internal import MeshSources

/// The origin of an endpoint.
enum EndpointOrigin {
    /// A pod, with its addresses in slices, and the slices that do not decide about it.
    case pod(InferredPod, addresses: [String], [SliceListing])
    /// Addresses without a pod, the source of their locality, and the slices that do not decide about them.
    case address([String], LocalityStatement, [SliceListing])
    /// A WorkloadEntry or ServiceEntry endpoint.
    case entry(InferredEntry)
}

extension EndpointOrigin {
    /// The cluster, or `nil` for an address without a workload.
    var cluster: ClusterID? {
        switch self {
        case .pod(let pod, _, _): pod.pod.metadata.reference.cluster
        case .address: nil
        case .entry(let entry): entry.cluster
        }
    }

    /// Returns the provenance of the endpoint.
    ///
    /// - Parameters:
    ///   - networks: the sources of networks in its cluster.
    ///   - node: returns the node with a name.
    func provenance(_ networks: ClusterNetworks, node: (String) -> KubernetesNode?) -> EndpointProvenance {
        switch self {
        case .address(let addresses, let locality, let others):
            let subject = NetworkSubject(object: nil, labels: [:], addresses: addresses, field: nil)
            return EndpointProvenance(
                workload: nil,
                networks: networks.evidence(about: subject),
                locality: locality,
                otherListings: others
            )
        case .pod(let pod, let addresses, let others):
            let metadata = pod.pod.metadata
            // A pod without its own address is looked up by the slice's address (NI-16).
            let isLookedUp = pod.pod.podIP.isEmpty && pod.network.network.isEmpty
            let own = pod.pod.podIP.isEmpty ? [] : [pod.pod.podIP]
            let subject = NetworkSubject(
                object: metadata.reference,
                labels: metadata.labels,
                addresses: isLookedUp ? addresses : own,
                field: nil
            )
            return EndpointProvenance(
                workload: metadata.reference,
                networks: networks.evidence(about: subject),
                locality: WorkloadLabels.localitySource(
                    metadata.labels,
                    node: node(pod.pod.nodeName),
                    networks.semantics.localityLabels
                ).source,
                otherListings: others
            )
        case .entry(let entry):
            let subject = NetworkSubject(
                object: entry.source,
                labels: entry.ownLabels,
                addresses: [entry.spec.address],
                field: entry.spec.network
            )
            return EndpointProvenance(
                workload: entry.source,
                networks: networks.evidence(about: subject),
                locality: entry.spec.locality.isEmpty
                    ? WorkloadLabels.localitySource(
                        entry.ownLabels,
                        node: nil,
                        networks.semantics.localityLabels
                    ).source : .field,
                otherListings: []
            )
        }
    }
}
