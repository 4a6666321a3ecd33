internal import MeshModel
internal import MeshSources

/// One cluster's pods and WorkloadEntries, and the endpoints of its Services (section 8 of the notes).
struct ClusterInference {
    let cluster: ClusterObjects
    let networks: ClusterNetworks
    let pods: PodTable
    /// The WorkloadEntries that count, ascending by namespace and name.
    let entries: [InferredEntry]
    private let domainSuffix: String
    private let semantics: TranslationSemantics

    init(cluster: ClusterObjects, networks: ClusterNetworks, domainSuffix: String, semantics: TranslationSemantics) {
        self.cluster = cluster
        self.networks = networks
        self.domainSuffix = domainSuffix
        self.semantics = semantics
        pods = PodTable(cluster: cluster, networks: networks)
        entries = cluster.workloadEntries
            .sorted { ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name) }
            .compactMap { InferredEntry($0, cluster: cluster.id, networks: networks) }
    }

    /// The endpoints by service: those of EndpointSlices, then those of selected WorkloadEntries (R106).
    func endpoints() -> [MeshSnapshot.ServiceKey: [Endpoint]] {
        var result: [MeshSnapshot.ServiceKey: [Endpoint]] = [:]
        let services = Dictionary(cluster.services.map { (key($0.metadata.name, $0.metadata.namespace), $0) }) {
            first,
            _ in first
        }
        var seen: [MeshSnapshot.ServiceKey: Set<AddressAndPort>] = [:]
        let slices = cluster.endpointSlices.sorted {
            ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name)
        }
        for slice in slices {
            guard let name = serviceName(of: slice) else { continue }
            let key = key(name, slice.metadata.namespace)
            append(
                slice,
                service: services[key],
                to: &result[key, default: []],
                seen: &seen[key, default: []]
            )
        }
        for service in cluster.services {
            let key = key(service.metadata.name, service.metadata.namespace)
            let selected = selectedEntries(service)
            if !selected.isEmpty { result[key, default: []] += selected }
        }
        return result
    }

    private struct AddressAndPort: Hashable {
        let address: String
        let portName: String
    }

    private func key(_ service: String, _ namespace: String) -> MeshSnapshot.ServiceKey {
        MeshSnapshot.ServiceKey(
            hostname: KubernetesHost.name(service, namespace, domainSuffix),
            namespace: namespace
        )
    }

    /// The Service of a slice; nil for slices that are not read (R79).
    private func serviceName(of slice: EndpointSlice) -> String? {
        let labels = slice.metadata.labels
        guard labels[LabelKey.multiClusterServiceName] == nil, slice.addressType != "FQDN" else { return nil }
        return labels.nonEmpty(LabelKey.serviceName)
    }

    /// One endpoint an address and port; of equal ones the first counts (R80, R84).
    private func append(
        _ slice: EndpointSlice,
        service: KubernetesService?,
        to endpoints: inout [Endpoint],
        seen: inout Set<AddressAndPort>
    ) {
        for item in slice.endpoints {
            let health = health(item, service: service)
            for address in item.addresses {
                let pod: InferredPod?
                switch item.pod {
                case (let namespace, let name)?:
                    // A pod that is not known yet keeps its address out (R81).
                    guard let found = pods.pod(named: name, namespace: namespace) else { continue }
                    pod = found
                case nil: pod = pods.pod(address: address, namespace: slice.metadata.namespace)
                }
                for port in slice.ports {
                    guard seen.insert(AddressAndPort(address: address, portName: port.name)).inserted else { continue }
                    endpoints.append(
                        endpoint(address, port, pod, health, source: slice.metadata.reference)
                    )
                }
            }
        }
    }

    private func endpoint(
        _ address: String,
        _ port: EndpointSlice.Port,
        _ pod: InferredPod?,
        _ health: EndpointHealth,
        source: ObjectReference
    ) -> Endpoint {
        guard let pod else {
            let network = networks.network(labels: [:], object: nil, addresses: [address])
            return Endpoint(
                addresses: [address],
                port: port.number,
                portName: port.name,
                network: network.network,
                networkProvenance: network.provenance,
                cluster: cluster.id,
                localityLabel: "",
                weight: 0,
                tlsMode: "disabled",
                labels: WorkloadLabels.augmented(
                    [:],
                    cluster: cluster.id,
                    localityLabel: "",
                    nodeName: "",
                    network: network.network
                ),
                workloadName: "",
                namespace: "",
                nodeName: "",
                health: health,
                source: source
            )
        }
        // A pod without an address of its own is looked up by the slice's (R16).
        let network =
            pod.network.network.isEmpty && pod.pod.podIP.isEmpty
            ? networks.network(
                labels: pod.pod.metadata.labels,
                object: pod.pod.metadata.reference,
                addresses: [address]
            )
            : pod.network
        return Endpoint(
            addresses: [address],
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
            health: health,
            source: source
        )
    }

    /// The table of R85.
    private func health(_ item: EndpointSlice.Item, service: KubernetesService?) -> EndpointHealth {
        guard item.isReady == false else { return .healthy }
        guard let service else { return .unhealthy }
        let isTerminating = item.isTerminating ?? (semantics.missingTerminating == .terminating)
        let keepsSessions =
            service.metadata.labels.nonEmpty(LabelKey.persistentSession) != nil
            || service.metadata.labels.nonEmpty(LabelKey.persistentSessionHeader) != nil
        if keepsSessions, item.isServing ?? true, isTerminating { return .draining }
        return isTerminating ? .terminating : .unhealthy
    }

    /// The WorkloadEntries of the same cluster and namespace that a Service selects (R104).
    private func selectedEntries(_ service: KubernetesService) -> [Endpoint] {
        guard !entries.isEmpty, !service.isHeadless, service.type != "ExternalName", !service.selector.isEmpty
        else { return [] }
        return entries.filter { entry in
            entry.namespace == service.metadata.namespace && !entry.ownLabels.isEmpty && !entry.needsNameResolution
                && entry.labels.contains(service.selector)
        }.flatMap { entry in
            service.ports.compactMap { port in
                Self.port(of: entry, for: port).map { entry.endpoint(port: $0, portName: port.name) }
            }
        }
    }

    /// The entry's own port under the service port's name, else the target port; nil if that is only a name (R105).
    private static func port(of entry: InferredEntry, for port: KubernetesService.Port) -> Int? {
        if let own = entry.spec.port(named: port.name) { return own }
        switch port.target {
        case .name(let name): return entry.spec.port(named: name)
        case .number(let number): return number
        case nil: return port.number
        }
    }
}
