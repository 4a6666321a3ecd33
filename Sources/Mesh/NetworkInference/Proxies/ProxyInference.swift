public import MeshModel

/// Infers the properties of a proxy from its node and from the mesh (NI-25 to NI-33, EG-I1 to EG-I4).
public struct ProxyInference: Sendable {
    private let snapshot: MeshSnapshot

    /// Makes an inference over a mesh.
    public init(_ snapshot: MeshSnapshot) { self.snapshot = snapshot }

    /// Returns the workloads that complete a proxy.
    public func workloads(for query: WorkloadQuery) -> ProxyWorkloads {
        let isNamed = !query.name.isEmpty || !query.namespace.isEmpty
        let named =
            isNamed
            ? snapshot.workloads.workload(name: query.name, namespace: query.namespace, cluster: query.cluster) : nil
        guard snapshot.semantics.unlabelledProxies == .ownWorkload else {
            return ProxyWorkloads(named: named, local: nil)
        }
        let local = query.addresses.lazy.compactMap {
            snapshot.workloads.workload(address: $0, cluster: query.cluster)
        }
        return ProxyWorkloads(named: named, local: local.first)
    }

    /// Returns the proxy of a node.
    public func proxy(for node: EnvoyNode) -> Proxy {
        let description = NodeDescription(node)
        let workloads = workloads(for: WorkloadQuery(description))
        let metadata = description.metadata
        let (network, provenance) = network(metadata, workloads)
        let nodeName = metadata.nodeName.isEmpty ? workloads.named?.nodeName ?? "" : metadata.nodeName
        var labels = metadata.labels
        if let workload = workloads.named {
            labels = metadata.staticLabels
            for pair in workload.labels.pairs { labels[pair.key] = pair.value }
        }
        let locality =
            Self.locality(labels, snapshot.semantics.localityLabels) ?? description.node.locality ?? Locality()
        var proxy = Proxy(
            id: description.node.id,
            kind: description.identity?.kind ?? .sidecar,
            addressMode: Self.mode(description.addresses),
            network: network,
            networkProvenance: provenance,
            cluster: description.cluster,
            namespace: description.namespace,
            networkView: metadata.networkView.map { NetworkID($0) },
            nodeName: metadata.nodeName,
            labels: WorkloadLabels.augmented(
                labels,
                cluster: description.cluster,
                localityLabel: "\(locality.region)/\(locality.zone)/\(locality.subzone)",
                nodeName: nodeName,
                network: NetworkID(metadata.network)
            ),
            locality: locality,
            sendsHBONE: metadata.sendsHBONE
        )
        proxy.client = node.isGRPC ? .grpc : .envoy
        return proxy
    }

    /// Returns the metadata's network (NI-25); without one, that of the proxy's own workload in the standard rules.
    private func network(_ metadata: ProxyMetadata, _ workloads: ProxyWorkloads) -> (NetworkID, Provenance) {
        guard metadata.network.isEmpty else {
            return (NetworkID(metadata.network), Provenance(rule: .proxyMetadata, object: nil))
        }
        guard snapshot.semantics.unlabelledProxies == .ownWorkload, let own = workloads.local ?? workloads.named,
            !own.network.isEmpty
        else { return (.none, Provenance(rule: .nothing, object: nil)) }
        return (own.network, Provenance(rule: .ownWorkload, object: own.networkProvenance.object))
    }

    /// Returns one family if all addresses belong to it, otherwise both (NI-33).
    private static func mode(_ addresses: [String]) -> Proxy.AddressMode {
        let families = Set(addresses.compactMap { IPAddress($0)?.family })
        if families.count == 1, addresses.allSatisfy({ IPAddress($0) != nil }) {
            return families.contains(.v4) ? .v4 : .v6
        }
        return .dual
    }

    /// Returns the topology labels if there are any, otherwise the locality label split at slashes (EG-I4).
    private static func locality(_ labels: Labels, _ keys: TranslationSemantics.LocalityLabels) -> Locality? {
        if labels[LabelKey.region] != nil || labels[LabelKey.zone] != nil || labels[LabelKey.subzone] != nil {
            return Locality(
                region: labels[LabelKey.region] ?? "",
                zone: labels[LabelKey.zone] ?? "",
                subzone: labels[LabelKey.subzone] ?? ""
            )
        }
        let newer = keys == .both ? labels.nonEmpty(LabelKey.locality) : nil
        guard let label = newer ?? labels.nonEmpty(LabelKey.istioLocality) else { return nil }
        return Locality(label: label)
    }
}
