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
        after before: (state: ClusterInference, change: ClusterChange)?
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
            listed.pod.map { EndpointOrigin.pod($0, address: listed.address) }
                ?? .address(listed.address, listed.place.source)
        } ofEntry: { entry, _, _ in
            .entry(entry)
        }
    }

    /// One address of a slice, on one port.
    private struct Listed {
        let address: String
        let port: EndpointSlice.Port
        let pod: InferredPod?
        let health: EndpointHealth
        let source: ObjectReference
        /// The place of an address without a pod.
        let place: SlicePlaces.Place
    }

    /// Collects one value per endpoint, by service.
    private func collect<Element>(
        _ isWanted: (MeshSnapshot.ServiceKey) -> Bool,
        _ ofListed: (Listed) -> Element,
        ofEntry: (InferredEntry, Int, String) -> Element
    ) -> [MeshSnapshot.ServiceKey: [Element]] {
        var result: [MeshSnapshot.ServiceKey: [Element]] = [:]
        let wanted = cluster.services.map { (key: key(of: $0), service: $0) }.filter { isWanted($0.key) }
        let services = Dictionary(wanted.map { ($0.key, $0.service) }) { first, _ in first }
        var seen: [MeshSnapshot.ServiceKey: Set<AddressAndPort>] = [:]
        let slices = cluster.endpointSlices.compactMap { slice in key(of: slice).map { (key: $0, slice: slice) } }
            .filter { isWanted($0.key) }
            .sorted {
                ($0.slice.metadata.namespace, $0.slice.metadata.name)
                    < ($1.slice.metadata.namespace, $1.slice.metadata.name)
            }
        let places = semantics.sliceLocality == .fromNode ? SlicePlaces(cluster.nodes) : .none
        let ready = readyAddresses(slices)
        for (key, slice) in slices {
            append(
                slice,
                service: services[key],
                places,
                ready: ready[key] ?? [],
                to: &result[key, default: []],
                seen: &seen[key, default: []],
                ofListed
            )
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
        _ change: ClusterChange
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

    private struct AddressAndPort: Hashable {
        let address: String
        let portName: String
        /// 0 if the number makes no difference.
        let number: Int
    }

    private func addressAndPort(_ address: String, _ port: EndpointSlice.Port) -> AddressAndPort {
        let number = semantics.repeatedAddresses == .readyFirst ? port.number : 0
        return AddressAndPort(address: address, portName: port.name, number: number)
    }

    /// Returns the ready addresses of services with several slices, where they go before others.
    private func readyAddresses(
        _ slices: [(key: MeshSnapshot.ServiceKey, slice: EndpointSlice)]
    ) -> [MeshSnapshot.ServiceKey: Set<AddressAndPort>] {
        guard semantics.repeatedAddresses == .readyFirst else { return [:] }
        let unready = Set(slices.filter { $0.slice.endpoints.contains { $0.isReady == false } }.map(\.key))
        var ready: [MeshSnapshot.ServiceKey: Set<AddressAndPort>] = [:]
        for (key, slice) in slices where unready.contains(key) {
            for item in slice.endpoints where item.isReady != false {
                for address in item.addresses {
                    ready[key, default: []].formUnion(slice.ports.map { addressAndPort(address, $0) })
                }
            }
        }
        return ready
    }

    /// Returns the port with its number; `nil` if there is none (NI-80).
    private func numbered(_ port: EndpointSlice.Port, of service: KubernetesService?) -> EndpointSlice.Port? {
        guard port.number == 0, semantics.slicePorts == .targetPort else { return port }
        guard let own = service?.ports.first(where: { $0.name == port.name }) else { return nil }
        var result = port
        switch own.target {
        case .number(let number): result.number = number
        case .name: return nil
        case nil: result.number = own.number
        }
        return result
    }

    /// Appends one endpoint per address and port; of equal ones the first counts (NI-80, NI-84).
    private func append<Element>(
        _ slice: EndpointSlice,
        service: KubernetesService?,
        _ places: SlicePlaces,
        ready: Set<AddressAndPort>,
        to elements: inout [Element],
        seen: inout Set<AddressAndPort>,
        _ element: (Listed) -> Element
    ) {
        for item in slice.endpoints {
            let health = health(item, service: service)
            for address in item.addresses {
                let pod: InferredPod?
                switch item.pod {
                case (let namespace, let name)?:
                    // The address of an unknown pod is left out (NI-81).
                    guard let found = pods.pod(named: name, namespace: namespace) else { continue }
                    pod = found
                case nil: pod = pods.pod(address: address, namespace: slice.metadata.namespace)
                }
                for port in slice.ports {
                    guard let port = numbered(port, of: service) else { continue }
                    let key = addressAndPort(address, port)
                    if item.isReady == false, ready.contains(key) { continue }
                    guard seen.insert(key).inserted else { continue }
                    let listed = Listed(
                        address: address,
                        port: port,
                        pod: pod,
                        health: health,
                        source: slice.metadata.reference,
                        place: places.place(of: item)
                    )
                    elements.append(element(listed))
                }
            }
        }
    }

    private func endpoint(_ listed: Listed) -> Endpoint {
        let (address, port, health, source) = (listed.address, listed.port, listed.health, listed.source)
        guard let pod = listed.pod else {
            let network = networks.network(labels: [:], object: nil, addresses: [address])
            return Endpoint(
                addresses: [semantics.sentAddress(address)],
                port: port.number,
                portName: port.name,
                network: network.network,
                networkProvenance: network.provenance,
                cluster: cluster.id,
                localityLabel: listed.place.label,
                weight: 0,
                tlsMode: "disabled",
                labels: WorkloadLabels.augmented(
                    [:],
                    cluster: cluster.id,
                    localityLabel: listed.place.label,
                    nodeName: listed.place.node,
                    network: network.network
                ),
                workloadName: "",
                namespace: "",
                nodeName: listed.place.node,
                health: health,
                source: source
            )
        }
        // A pod without its own address is looked up by the slice's address (NI-16).
        let network =
            pod.network.network.isEmpty && pod.pod.podIP.isEmpty
            ? networks.network(
                labels: pod.pod.metadata.labels,
                object: pod.pod.metadata.reference,
                addresses: [address]
            )
            : pod.network
        return Endpoint(
            addresses: [semantics.sentAddress(address)],
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

    /// Returns the health by the table of NI-85.
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

    init(_ change: ClusterChange, _ before: ClusterObjects, _ now: ClusterObjects) {
        var pods = change.all(\.pods)
        let nodes = Set(change.all(\.nodes).map(\.metadata.name))
        if !nodes.isEmpty { pods += (before.pods + now.pods).filter { nodes.contains($0.nodeName) } }
        names = Set(pods.map { PodTable.Name($0.metadata) })
        addresses = Set(pods.map(\.podIP))
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
