internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// The loss of a zone: its nodes, the pods on them, and machines in it.
struct ZoneLoss {
    private let zone: String

    /// - Parameter zone: a zone, or region and zone as in `eu/a`.
    init(_ zone: String) { self.zone = zone }

    func apply(to mesh: inout MeshDirectory) throws(MeshEdit.Failure) {
        var zones: Set<String> = []
        var isFound = false
        for index in mesh.clusters.indices {
            let found = apply(to: &mesh.clusters[index], &zones)
            isFound = isFound || found
        }
        guard isFound else {
            let list = zones.sorted().joined(separator: ", ")
            throw MeshEdit.Failure(
                "zone \(zone) is empty, expected \(list.isEmpty ? "nodes or workloads with a zone" : "one of \(list)")"
            )
        }
    }

    private func apply(to cluster: inout ClusterObjects, _ zones: inout Set<String>) -> Bool {
        let nodes = Dictionary(cluster.nodes.map { ($0.metadata.name, $0) }) { first, _ in first }
        var lostPods: Set<String> = []
        var lostAddresses: Set<String> = []
        for pod in cluster.pods where isMeant(pod.locality(on: nodes[pod.nodeName]), &zones) {
            lostPods.insert("\(pod.metadata.namespace)/\(pod.metadata.name)")
            lostAddresses.formUnion(pod.podIPs)
        }
        let lostNodes = Set(cluster.nodes.filter { isMeant($0.locality, &zones) }.map(\.metadata.name))
        let entries = cluster.workloadEntries.filter { isMeant(Self.place($0.spec), &zones) }.map(\.metadata.reference)
        cluster.nodes.removeAll { lostNodes.contains($0.metadata.name) }
        cluster.pods.removeAll { lostPods.contains("\($0.metadata.namespace)/\($0.metadata.name)") }
        cluster.workloadEntries.removeAll { entries.contains($0.metadata.reference) }
        let inlineCount = removeInline(from: &cluster, &zones)
        for index in cluster.endpointSlices.indices {
            removeItems(of: &cluster.endpointSlices[index], lostPods, lostAddresses)
        }
        return !lostNodes.isEmpty || !lostPods.isEmpty || !entries.isEmpty || inlineCount > 0
    }

    private func removeInline(from cluster: inout ClusterObjects, _ zones: inout Set<String>) -> Int {
        var count = 0
        for index in cluster.serviceEntries.indices {
            let before = cluster.serviceEntries[index].endpoints
            let kept = before.filter { !isMeant(Self.place($0.spec), &zones) }
            cluster.serviceEntries[index].endpoints = kept
            count += before.count - kept.count
        }
        return count
    }

    private func removeItems(of slice: inout EndpointSlice, _ pods: Set<String>, _ addresses: Set<String>) {
        slice.endpoints = slice.endpoints.compactMap { item in
            if let pod = item.pod { return pods.contains("\(pod.namespace)/\(pod.name)") ? nil : item }
            var item = item
            item.addresses.removeAll { addresses.contains($0) }
            return item.addresses.isEmpty ? nil : item
        }
    }

    private func isMeant(_ place: Locality, _ zones: inout Set<String>) -> Bool {
        guard !place.zone.isEmpty else { return false }
        zones.insert(place.zone)
        return place.zone == zone || "\(place.region)/\(place.zone)" == zone
    }

    private static func place(_ spec: WorkloadEntrySpec) -> Locality { Locality(label: spec.locality) }
}
