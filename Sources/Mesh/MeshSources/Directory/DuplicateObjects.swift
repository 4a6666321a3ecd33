internal import MeshModel

/// Finds objects that stand twice in one cluster: an API server would never list them so.
enum DuplicateObjects {
    static func find(in cluster: ClusterObjects) -> [InputError] {
        var errors: [InputError] = []
        check(cluster.namespaces.lazy.map(\.metadata.reference), &errors)
        check(cluster.nodes.lazy.map(\.metadata.reference), &errors)
        check(cluster.pods.lazy.map(\.metadata.reference), &errors)
        check(cluster.services.lazy.map(\.metadata.reference), &errors)
        check(cluster.endpointSlices.lazy.map(\.metadata.reference), &errors)
        check(cluster.gateways.lazy.map(\.metadata.reference), &errors)
        check(cluster.serviceExports.lazy.map(\.metadata.reference), &errors)
        check(cluster.serviceImports.lazy.map(\.metadata.reference), &errors)
        check(cluster.workloadEntries.lazy.map(\.metadata.reference), &errors)
        check(cluster.serviceEntries.lazy.map(\.metadata.reference), &errors)
        check(cluster.destinationRules.lazy.map(\.metadata.reference), &errors)
        check(cluster.peerAuthentications.lazy.map(\.metadata.reference), &errors)
        check(cluster.configMaps.lazy.map(\.metadata.reference), &errors)
        check(cluster.sidecars.lazy.map(\.metadata.reference), &errors)
        return errors
    }

    private struct Name: Hashable {
        let namespace: String
        let name: String
    }

    private static func check(_ references: some Collection<ObjectReference>, _ errors: inout [InputError]) {
        var seen: [Name: SourceLocation] = [:]
        seen.reserveCapacity(references.count)
        for reference in references {
            let name = Name(namespace: reference.namespace, name: reference.name)
            guard let first = seen.updateValue(reference.location, forKey: name) else { continue }
            errors.append(
                InputError(
                    .duplicate,
                    at: reference.location,
                    "\(reference.kind) \(reference.namespace)/\(reference.name) stands already at \(first), expected it once"
                )
            )
        }
    }
}
