internal import MeshModel
internal import MeshSources

/// A WorkloadEntry or ServiceEntry endpoint with the inferred properties.
struct InferredEntry {
    let spec: WorkloadEntrySpec
    let name: String
    let namespace: String
    let cluster: ClusterID
    let network: InferredNetwork
    let localityLabel: String
    /// The entry's own labels, without the synthetic ones.
    let ownLabels: Labels
    /// The entry's own labels and the synthetic ones.
    let labels: Labels
    let tlsMode: String
    let source: ObjectReference
    /// A Boolean value that indicates whether its endpoints have the workload's name and namespace.
    private let isNamed: Bool

    /// - Parameters:
    ///   - spec: the description.
    ///   - ownLabels: the applicable labels, the object's own over those of the description (NI-95).
    ///   - name: the name of the object, used as the workload's name.
    init(
        spec: WorkloadEntrySpec,
        ownLabels: Labels,
        name: String,
        namespace: String,
        cluster: ClusterID,
        networks: ClusterNetworks,
        source: ObjectReference,
        isNamed: Bool = true
    ) {
        self.isNamed = isNamed
        self.spec = spec
        self.name = name
        self.namespace = namespace
        self.cluster = cluster
        self.source = source
        self.ownLabels = ownLabels
        network = networks.network(entry: spec, labels: ownLabels, object: source)
        localityLabel =
            spec.locality.isEmpty
            ? WorkloadLabels.locality(ownLabels, node: nil, networks.semantics.localityLabels) : spec.locality
        labels = WorkloadLabels.augmented(
            ownLabels,
            cluster: cluster,
            localityLabel: localityLabel,
            nodeName: "",
            network: network.network
        )
        // A service account means that the workload has an identity (NI-96).
        tlsMode = ownLabels[LabelKey.tlsMode] ?? (spec.serviceAccount.isEmpty ? "disabled" : "istio")
    }

    /// Makes an entry from a WorkloadEntry, or returns `nil` while its health check fails (NI-97).
    init?(_ entry: WorkloadEntry, cluster: ClusterID, networks: ClusterNetworks) {
        let isChecked = entry.metadata.annotations[LabelKey.healthChecksEnabled] == "true"
        if isChecked, entry.isHealthy != true { return nil }
        self.init(
            spec: entry.spec,
            ownLabels: entry.labels,
            name: entry.metadata.name,
            namespace: entry.metadata.namespace,
            cluster: cluster,
            networks: networks,
            source: entry.metadata.reference
        )
    }

    /// A Boolean value that indicates whether only ServiceEntries that resolve names can select it (NI-98).
    var needsNameResolution: Bool {
        spec.address.hasPrefix("unix://") || (!spec.address.isEmpty && IPAddress(spec.address) == nil)
    }

    /// Returns the endpoint on one service port; `servicePort` is its number if that identifies it.
    func endpoint(port: Int, portName: String, servicePort: Int = 0) -> Endpoint {
        Endpoint(
            addresses: [spec.address],
            port: spec.address.hasPrefix("unix://") ? 0 : port,
            portName: portName,
            network: network.network,
            networkProvenance: network.provenance,
            cluster: cluster,
            localityLabel: localityLabel,
            weight: spec.weight,
            tlsMode: tlsMode,
            labels: labels,
            workloadName: isNamed ? name : "",
            namespace: isNamed ? namespace : "",
            nodeName: "",
            health: .unknown,
            source: source,
            servicePort: servicePort
        )
    }

    /// The workload of a proxy in the machine.
    var workload: Workload {
        Workload(
            name: name,
            namespace: namespace,
            cluster: cluster,
            addresses: [spec.address],
            labels: labels,
            network: network.network,
            networkProvenance: network.provenance,
            localityLabel: localityLabel,
            nodeName: ""
        )
    }
}
