internal import MeshModel
internal import MeshSources

/// The endpoints of ServiceEntries: inline, or selected among pods and WorkloadEntries (NI-100 to NI-103).
struct ServiceEntryInference {
    private let config: ClusterInference
    /// The ServiceEntries with wanted services, and these, oldest first (NI-103).
    private let wanted: [(entry: ServiceEntry, keys: [MeshSnapshot.ServiceKey])]
    /// The selectable pods of all clusters, by the namespaces with selectors.
    private let pods: [String: [InferredPod]]
    /// The WorkloadEntries of all clusters, by the same namespaces.
    private let entries: [String: [InferredEntry]]

    /// - Parameters:
    ///   - config: the config cluster.
    ///   - clusters: all clusters.
    ///   - isWanted: returns a Boolean value that indicates whether a service is requested.
    init(
        config: ClusterInference,
        clusters: [ClusterInference],
        of isWanted: (MeshSnapshot.ServiceKey) -> Bool = { _ in true }
    ) {
        self.config = config
        wanted = config.cluster.serviceEntries.map { ($0, $0.serviceKeys.filter(isWanted)) }.filter { !$0.1.isEmpty }
            .sorted { (left, right) in
                let (left, right) = (left.0.metadata, right.0.metadata)
                return (left.creationTime, left.name, left.namespace)
                    < (right.creationTime, right.name, right.namespace)
            }
        let selecting = wanted.map(\.entry).filter { $0.workloadSelector != nil }
        let namespaces = Set(selecting.map(\.metadata.namespace))
        var pods: [String: [InferredPod]] = [:]
        var entries: [String: [InferredEntry]] = [:]
        if !namespaces.isEmpty {
            for cluster in clusters {
                for pod in cluster.pods.pods where namespaces.contains(pod.pod.metadata.namespace) && pod.pod.isUsable {
                    pods[pod.pod.metadata.namespace, default: []].append(pod)
                }
                for entry in cluster.entries where namespaces.contains(entry.namespace) {
                    entries[entry.namespace, default: []].append(entry)
                }
            }
        }
        self.pods = pods
        self.entries = entries
    }

    /// Returns the endpoints by service, ServiceEntries of one host and namespace merged, oldest first (NI-103).
    func endpoints() -> [MeshSnapshot.ServiceKey: [Endpoint]] {
        collect {
            Self.endpoint(of: $0, on: $1)
        } ofEntry: {
            $0.endpoint(port: $1, portName: $2.name, servicePort: $2.number)
        }
    }

    /// Returns the origins of the services' endpoints, one per endpoint and in their order.
    func origins() -> [MeshSnapshot.ServiceKey: [EndpointOrigin]] {
        collect { pod, _ in
            EndpointOrigin.pod(pod, addresses: pod.addresses, [])
        } ofEntry: { entry, _, _ in
            .entry(entry)
        }
    }

    /// Collects one value per endpoint, by service.
    private func collect<Element>(
        _ ofPod: (InferredPod, ServiceEntry.Port) -> Element,
        ofEntry: (InferredEntry, Int, ServiceEntry.Port) -> Element
    ) -> [MeshSnapshot.ServiceKey: [Element]] {
        var result: [MeshSnapshot.ServiceKey: [Element]] = [:]
        for (entry, keys) in wanted {
            let elements = elements(of: entry, ofPod, ofEntry)
            for key in keys { result[key, default: []] += elements }
        }
        return result
    }

    private func elements<Element>(
        of entry: ServiceEntry,
        _ ofPod: (InferredPod, ServiceEntry.Port) -> Element,
        _ ofEntry: (InferredEntry, Int, ServiceEntry.Port) -> Element
    ) -> [Element] {
        if let selector = entry.workloadSelector { return selected(by: selector, for: entry, ofPod, ofEntry) }
        return entry.endpoints.enumerated().flatMap { index, inline in
            let source = ObjectReference(
                kind: "ServiceEntry",
                namespace: entry.metadata.namespace,
                name: entry.metadata.name,
                cluster: config.cluster.id,
                location: inline.location
            )
            let inferred = InferredEntry(
                spec: inline.spec,
                ownLabels: inline.spec.labels,
                name: "\(entry.metadata.name)-\(index)",
                namespace: entry.metadata.namespace,
                cluster: config.cluster.id,
                networks: config.networks,
                source: source,
                isNamed: config.networks.semantics.inlineEndpointNames == .given
            )
            return entry.ports.map { port in
                ofEntry(inferred, Self.port(of: inferred, for: port), port)
            }
        }
    }

    /// Collects pods of all clusters, then WorkloadEntries; an empty selector selects the whole namespace (NI-101,
    /// NI-102).
    private func selected<Element>(
        by selector: Labels,
        for entry: ServiceEntry,
        _ ofPod: (InferredPod, ServiceEntry.Port) -> Element,
        _ ofEntry: (InferredEntry, Int, ServiceEntry.Port) -> Element
    ) -> [Element] {
        let namespace = entry.metadata.namespace
        let pods = (pods[namespace] ?? [])
            .filter { $0.labels.contains(selector) }
            .sorted {
                ($0.pod.metadata.name, $0.pod.metadata.reference.cluster) < (
                    $1.pod.metadata.name, $1.pod.metadata.reference.cluster
                )
            }
        let entries = (entries[namespace] ?? [])
            .filter { $0.labels.contains(selector) }
            .filter { !$0.needsNameResolution || entry.resolution.hasPrefix("DNS") }
            .sorted { ($0.name, $0.cluster) < ($1.name, $1.cluster) }
        return pods.flatMap { pod in
            entry.ports.map { ofPod(pod, $0) }
        }
            + entries.flatMap { inferred in
                entry.ports.map { ofEntry(inferred, Self.port(of: inferred, for: $0), $0) }
            }
    }

    private static func endpoint(of pod: InferredPod, on port: ServiceEntry.Port) -> Endpoint {
        Endpoint(
            addresses: pod.addresses,
            port: port.targetPort > 0 ? port.targetPort : port.number,
            portName: port.name,
            network: pod.network.network,
            networkProvenance: pod.network.provenance,
            cluster: pod.pod.metadata.reference.cluster,
            localityLabel: pod.localityLabel,
            weight: 0,
            tlsMode: pod.tlsMode,
            labels: pod.labels,
            workloadName: pod.workloadName,
            namespace: pod.pod.metadata.namespace,
            nodeName: pod.pod.nodeName,
            health: .healthy,
            source: pod.pod.metadata.reference,
            servicePort: port.number
        )
    }

    private static func port(of entry: InferredEntry, for port: ServiceEntry.Port) -> Int {
        entry.spec.port(named: port.name) ?? (port.targetPort > 0 ? port.targetPort : port.number)
    }
}

extension ServiceEntry {
    /// The keys of its services: one for each host.
    var serviceKeys: [MeshSnapshot.ServiceKey] {
        hosts.map { MeshSnapshot.ServiceKey(hostname: $0, namespace: metadata.namespace) }
    }
}
