internal import MeshModel
internal import MeshSources

extension ClusterObjects {
    /// Removes the objects that satisfy a predicate and returns a Boolean value that indicates whether there were any.
    mutating func remove(where isMeant: (ObjectReference) -> Bool) -> Bool {
        let before = objectCount
        namespaces.removeAll { isMeant($0.metadata.reference) }
        nodes.removeAll { isMeant($0.metadata.reference) }
        pods.removeAll { isMeant($0.metadata.reference) }
        services.removeAll { isMeant($0.metadata.reference) }
        endpointSlices.removeAll { isMeant($0.metadata.reference) }
        gateways.removeAll { isMeant($0.metadata.reference) }
        serviceExports.removeAll { isMeant($0.metadata.reference) }
        serviceImports.removeAll { isMeant($0.metadata.reference) }
        workloadEntries.removeAll { isMeant($0.metadata.reference) }
        serviceEntries.removeAll { isMeant($0.metadata.reference) }
        destinationRules.removeAll { isMeant($0.metadata.reference) }
        peerAuthentications.removeAll { isMeant($0.metadata.reference) }
        sidecars.removeAll { isMeant($0.metadata.reference) }
        return objectCount != before
    }

    /// Adds objects of the same cluster, replacing those of the same kind, namespace and name.
    mutating func replace(by other: ClusterObjects) {
        let names = Set(other.references.map(Name.init))
        _ = remove { names.contains(Name($0)) }
        let maps = Set(other.configMaps.map(\.metadata.name))
        configMaps.removeAll { maps.contains($0.metadata.name) }
        configMaps += other.configMaps
        namespaces += other.namespaces
        nodes += other.nodes
        pods += other.pods
        services += other.services
        endpointSlices += other.endpointSlices
        gateways += other.gateways
        serviceExports += other.serviceExports
        serviceImports += other.serviceImports
        workloadEntries += other.workloadEntries
        serviceEntries += other.serviceEntries
        destinationRules += other.destinationRules
        peerAuthentications += other.peerAuthentications
        sidecars += other.sidecars
    }

    private struct Name: Hashable {
        let kind: String
        let namespace: String
        let name: String

        init(_ reference: ObjectReference) {
            (kind, namespace, name) = (reference.kind, reference.namespace, reference.name)
        }
    }

    private var objectCount: Int { references.count }

    private var references: [ObjectReference] {
        var all = namespaces.map(\.metadata.reference) + nodes.map(\.metadata.reference)
        all += pods.map(\.metadata.reference) + services.map(\.metadata.reference)
        all += endpointSlices.map(\.metadata.reference) + gateways.map(\.metadata.reference)
        all += serviceExports.map(\.metadata.reference) + serviceImports.map(\.metadata.reference)
        all += workloadEntries.map(\.metadata.reference) + serviceEntries.map(\.metadata.reference)
        all += destinationRules.map(\.metadata.reference) + peerAuthentications.map(\.metadata.reference)
        return all + sidecars.map(\.metadata.reference)
    }
}
