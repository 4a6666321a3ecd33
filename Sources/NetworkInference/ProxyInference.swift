public import MeshModel

/// Finds out about a proxy from its node and from the mesh (section 4 of the notes, I-1 to I-4).
public struct ProxyInference: Sendable {
    private let snapshot: MeshSnapshot

    /// Makes an inference over a mesh.
    public init(_ snapshot: MeshSnapshot) { self.snapshot = snapshot }

    /// The proxy that a node describes.
    ///
    /// A node id of four parts (`type~ip~name.namespace~domain`) is read as Istio's; any other one is taken for a
    /// sidecar that reaches both address families. Metadata counts in both cases.
    public func proxy(for node: EnvoyNode) -> Proxy {
        let identity = NodeIdentity(node.id)
        let metadata = ProxyMetadata(node.metadata)
        let cluster = ClusterID(metadata.clusterID)
        let namespace = [metadata.namespace, identity?.namespace ?? ""].first { !$0.isEmpty } ?? "default"
        let addresses = metadata.instanceIPs ?? (identity.map { [$0.address] } ?? [])
        let workload = identity.flatMap {
            snapshot.workloads.workload(name: $0.name, namespace: $0.nameNamespace, cluster: cluster)
        }
        let (network, provenance) = network(metadata, workload, addresses, cluster)
        let nodeName = metadata.nodeName.isEmpty ? workload?.nodeName ?? "" : metadata.nodeName
        var labels = metadata.labels
        if let workload {
            labels = metadata.staticLabels
            for pair in workload.labels.pairs { labels[pair.key] = pair.value }
        }
        let locality = Self.locality(labels) ?? node.locality ?? Locality()
        return Proxy(
            id: node.id,
            kind: identity?.kind ?? .sidecar,
            addressMode: Self.mode(addresses),
            network: network,
            networkProvenance: provenance,
            cluster: cluster,
            namespace: namespace,
            networkView: Set(metadata.networkView.map { NetworkID($0) }).sorted(),
            nodeName: metadata.nodeName,
            labels: WorkloadLabels.augmented(
                labels,
                cluster: cluster,
                localityLabel: "\(locality.region)/\(locality.zone)/\(locality.subzone)",
                nodeName: nodeName,
                network: NetworkID(metadata.network)
            ),
            locality: locality,
            sendsHBONE: metadata.sendsHBONE
        )
    }

    /// The metadata's network (R25); without one, that of the proxy's own workload in the standard rules.
    private func network(
        _ metadata: ProxyMetadata,
        _ workload: Workload?,
        _ addresses: [String],
        _ cluster: ClusterID
    ) -> (NetworkID, Provenance) {
        let own = Provenance(rule: .proxyMetadata, object: nil)
        guard metadata.network.isEmpty, snapshot.semantics.unlabelledProxies == .ownWorkload else {
            return (NetworkID(metadata.network), metadata.network.isEmpty ? .init(rule: .nothing, object: nil) : own)
        }
        let found =
            addresses.lazy.compactMap { snapshot.workloads.workload(address: $0, cluster: cluster) }.first ?? workload
        guard let found, !found.network.isEmpty else { return (.none, Provenance(rule: .nothing, object: nil)) }
        return (found.network, Provenance(rule: .ownWorkload, object: found.networkProvenance.object))
    }

    /// One family if all addresses are of it, else both (R33).
    private static func mode(_ addresses: [String]) -> Proxy.AddressMode {
        let families = Set(addresses.compactMap { IPAddress($0)?.family })
        if families.count == 1, addresses.allSatisfy({ IPAddress($0) != nil }) {
            return families.contains(.v4) ? .v4 : .v6
        }
        return .dual
    }

    /// The topology labels if there are any, else the locality label split at slashes (I-4).
    private static func locality(_ labels: Labels) -> Locality? {
        if labels[LabelKey.region] != nil || labels[LabelKey.zone] != nil || labels[LabelKey.subzone] != nil {
            return Locality(
                region: labels[LabelKey.region] ?? "",
                zone: labels[LabelKey.zone] ?? "",
                subzone: labels[LabelKey.subzone] ?? ""
            )
        }
        guard let label = labels.nonEmpty(LabelKey.locality) ?? labels.nonEmpty(LabelKey.istioLocality) else {
            return nil
        }
        return Locality(label: label)
    }
}
