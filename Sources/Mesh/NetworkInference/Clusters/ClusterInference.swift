internal import MeshModel
internal import MeshSources

/// One cluster's pods and WorkloadEntries, and the endpoints of its Services (NI-79 to NI-94).
struct ClusterInference {
    let cluster: ClusterObjects
    let networks: ClusterNetworks
    let pods: PodTable
    /// The applicable WorkloadEntries, ascending by namespace and name.
    let entries: [InferredEntry]
    /// The pods and WorkloadEntries as workloads of proxies.
    let workloads: WorkloadTable.Part
    private let domainSuffix: String
    private let semantics: TranslationSemantics

    /// Infers the pods and WorkloadEntries of a cluster.
    ///
    /// - Parameter before: an earlier state of the same cluster under the same rules, with the difference to it;
    ///   unchanged results are
    ///   reused.
    init(
        cluster: ClusterObjects,
        networks: ClusterNetworks,
        domainSuffix: String,
        semantics: TranslationSemantics,
        after before: (state: ClusterInference, change: ClusterDelta)?
    ) {
        self.cluster = cluster
        self.networks = networks
        self.domainSuffix = domainSuffix
        self.semantics = semantics
        let isSamePlace = before?.state.networks == networks
        let change = isSamePlace ? before?.change : nil
        let before = isSamePlace ? before?.state : nil
        if let before, let change, !change.touchesPods {
            pods = before.pods
        } else {
            let nodes = Set(change?.all(\.nodes).map(\.metadata.name) ?? [])
            let touched = Set(change?.all(\.pods).map { PodTable.Name($0.metadata) } ?? [])
            pods = PodTable(cluster: cluster, networks: networks) { pod in
                let name = PodTable.Name(pod.metadata)
                guard let before, !touched.contains(name), !nodes.contains(pod.nodeName),
                    let known = before.pods.pod(named: name.name, namespace: name.namespace),
                    // A lenient reader accepts two pods with one name.
                    known.pod.metadata.reference == pod.metadata.reference
                else { return nil }
                return known
            }
        }
        if let before, let change, !change.touches(\.workloadEntries) {
            entries = before.entries
        } else {
            entries = cluster.workloadEntries
                .sorted { ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name) }
                .compactMap { InferredEntry($0, cluster: cluster.id, networks: networks) }
        }
        if let before, let change, !change.touchesWorkloads {
            workloads = before.workloads
        } else {
            workloads = WorkloadTable.Part(pods.pods.map(\.workload) + entries.map(\.workload))
        }
    }

    /// Returns the endpoints by service: those of EndpointSlices, then those of selected WorkloadEntries (NI-106).
    ///
    /// - Parameter isWanted: returns a Boolean value that indicates whether a service is requested.
    func endpoints(
        of isWanted: (MeshSnapshot.ServiceKey) -> Bool = { _ in true }
    ) -> [MeshSnapshot.ServiceKey: [Endpoint]] {
        collect(isWanted) { listed in
            endpoint(listed)
        } ofEntry: { entry, port, portName in
            entry.endpoint(port: port, portName: portName)
        }
    }

    /// Returns the origins of the services' endpoints, one per endpoint and in their order.
    func origins(of wanted: Set<MeshSnapshot.ServiceKey>) -> [MeshSnapshot.ServiceKey: [EndpointOrigin]] {
        collect {
            wanted.contains($0)
        } _: { listed in
            listed.decision.pod.map { EndpointOrigin.pod($0, addresses: listed.addresses, listed.others) }
                ?? .address(listed.addresses, listed.decision.place.source, listed.others)
        } ofEntry: { entry, _, _ in
            .entry(entry)
        }
    }

    /// Collects one value per endpoint, by service.
    private func collect<Element>(
        _ isWanted: (MeshSnapshot.ServiceKey) -> Bool,
        _ ofListed: (SliceEndpoints.Listed) -> Element,
        ofEntry: (InferredEntry, Int, String) -> Element
    ) -> [MeshSnapshot.ServiceKey: [Element]] {
        var result: [MeshSnapshot.ServiceKey: [Element]] = [:]
        let wanted = cluster.services.map { (key: key(of: $0), service: $0) }.filter { isWanted($0.key) }
        let services = Dictionary(wanted.map { ($0.key, $0.service) }) { first, _ in first }
        let sorted = cluster.endpointSlices.compactMap { slice in key(of: slice).map { (key: $0, slice: slice) } }
            .filter { isWanted($0.key) }
            .sorted {
                ($0.slice.metadata.namespace, $0.slice.metadata.name)
                    < ($1.slice.metadata.namespace, $1.slice.metadata.name)
            }
        let places = semantics.sliceLocality == .fromNode ? SlicePlaces(cluster.nodes) : .none
        for (key, slices) in Dictionary(grouping: sorted, by: \.key) {
            let found = SliceEndpoints(
                slices.map(\.slice),
                of: services[key],
                pods: pods,
                places: places,
                semantics: semantics
            )
            result[key] = found.endpoints.map(ofListed)
        }
        for (key, service) in wanted {
            let selected = selectedEntries(service, ofEntry)
            if !selected.isEmpty { result[key, default: []] += selected }
        }
        return result
    }

    /// Returns the services whose endpoints may differ in another state of the cluster.
    func touchedServices(
        after before: ClusterInference,
        _ change: ClusterDelta
    ) -> (MeshSnapshot.ServiceKey) -> Bool {
        guard networks == before.networks else { return { _ in true } }
        var keys = Set(change.all(\.services).map { key(of: $0) })
        keys.formUnion(change.all(\.endpointSlices).compactMap { key(of: $0) })
        if change.touchesPods {
            let pods = TouchedPods(change, before.cluster, cluster)
            // Changed slices are included already.
            for slice in cluster.endpointSlices where pods.contains(slice) {
                if let key = key(of: slice) { keys.insert(key) }
            }
        }
        let namespaces = Set(change.all(\.workloadEntries).map(\.metadata.namespace))
        return { keys.contains($0) || namespaces.contains($0.namespace) }
    }

    private func key(of service: KubernetesService) -> MeshSnapshot.ServiceKey {
        KubernetesHost.key(service.metadata, domainSuffix)
    }

    /// Returns the Service of a slice, or `nil` for slices that are not read (NI-79).
    private func key(of slice: EndpointSlice) -> MeshSnapshot.ServiceKey? {
        let labels = slice.metadata.labels
        guard labels[LabelKey.multiClusterServiceName] == nil, slice.addressType != "FQDN",
            let name = labels.nonEmpty(LabelKey.serviceName)
        else { return nil }
        return KubernetesHost.key(name, slice.metadata.namespace, domainSuffix)
    }

    private func endpoint(_ listed: SliceEndpoints.Listed) -> Endpoint {
        let (addresses, port, decision) = (listed.addresses, listed.port, listed.decision)
        guard let pod = decision.pod else {
            let network = networks.network(labels: [:], object: nil, addresses: addresses)
            return Endpoint(
                addresses: addresses.map(semantics.sentAddress),
                port: port.number,
                portName: port.name,
                network: network.network,
                networkProvenance: network.provenance,
                cluster: cluster.id,
                localityLabel: decision.place.label,
                weight: 0,
                tlsMode: "disabled",
                labels: WorkloadLabels.augmented(
                    [:],
                    cluster: cluster.id,
                    localityLabel: decision.place.label,
                    nodeName: decision.place.node,
                    network: network.network
                ),
                workloadName: "",
                namespace: "",
                nodeName: decision.place.node,
                health: decision.health,
                source: decision.source
            )
        }
        // A pod without its own address is looked up by the slice's address (NI-16).
        let network =
            pod.network.network.isEmpty && pod.pod.podIP.isEmpty
            ? networks.network(
                labels: pod.pod.metadata.labels,
                object: pod.pod.metadata.reference,
                addresses: addresses
            )
            : pod.network
        return Endpoint(
            addresses: addresses.map(semantics.sentAddress),
            port: port.number,
            portName: port.name,
            network: network.network,
            networkProvenance: network.provenance,
            cluster: cluster.id,
            localityLabel: pod.localityLabel,
            weight: 0,
            tlsMode: pod.tlsMode,
            labels: pod.labels,
            workloadName: pod.workloadName,
            namespace: pod.pod.metadata.namespace,
            nodeName: pod.pod.nodeName,
            health: decision.health,
            source: decision.source
        )
    }

    /// Adds the WorkloadEntries of the same cluster and namespace that a Service selects (NI-104).
    private func selectedEntries<Element>(
        _ service: KubernetesService,
        _ element: (InferredEntry, Int, String) -> Element
    ) -> [Element] {
        guard !entries.isEmpty, !service.isHeadless, service.type != "ExternalName", !service.selector.isEmpty
        else { return [] }
        let ports = MachinePorts(of: service, semantics: semantics)
        return entries.filter { entry in
            entry.namespace == service.metadata.namespace && !entry.ownLabels.isEmpty && !entry.needsNameResolution
                && entry.labels.contains(service.selector)
        }.flatMap { entry in
            ports.ports(of: entry.spec).map { element(entry, $0.number, $0.portName) }
        }
    }
}

/// The pods that may differ between two states of a cluster.
private struct TouchedPods {
    private let names: Set<PodTable.Name>
    private let addresses: Set<String>
    private let touchesNodes: Bool

    init(_ change: ClusterDelta, _ before: ClusterObjects, _ now: ClusterObjects) {
        var pods = change.all(\.pods)
        let nodes = Set(change.all(\.nodes).map(\.metadata.name))
        if !nodes.isEmpty { pods += (before.pods + now.pods).filter { nodes.contains($0.nodeName) } }
        names = Set(pods.map { PodTable.Name($0.metadata) })
        addresses = Set(pods.flatMap { $0.podIPs + [$0.podIP] })
        touchesNodes = !nodes.isEmpty
    }

    /// Returns a Boolean value that indicates whether a slice has an endpoint that is one of the pods.
    func contains(_ slice: EndpointSlice) -> Bool {
        slice.endpoints.contains { item in
            guard let pod = item.pod else {
                // The place of an address without a pod comes from nodes.
                let isPlaced = !item.nodeName.isEmpty || !item.zone.isEmpty
                return touchesNodes && isPlaced || item.addresses.contains { addresses.contains($0) }
            }
            return names.contains(PodTable.Name(namespace: pod.namespace, name: pod.name))
        }
    }
}
