internal import MeshModel
internal import MeshSources

/// All names of networks in the mesh.
struct NetworkNames {
    /// One object that names a network.
    struct Statement {
        let network: NetworkID
        let object: ObjectReference
    }

    /// Networks named by the mesh's configuration: MeshNetworks, system namespaces and gateways.
    let established: Set<NetworkID>
    /// Networks named by workloads and entries, in reading order.
    let statements: [Statement]

    init(mesh: MeshDirectory) {
        var established = Set(mesh.meshNetworks.networks.map(\.id))
        var statements: [Statement] = []
        func add(_ name: String?, _ object: ObjectReference) {
            if let name, !name.isEmpty { statements.append(Statement(network: NetworkID(name), object: object)) }
        }
        for cluster in mesh.clusters {
            for namespace in cluster.namespaces where namespace.metadata.name == mesh.systemNamespace {
                if let label = namespace.metadata.labels.nonEmpty(LabelKey.network) {
                    established.insert(NetworkID(label))
                    add(label, namespace.metadata.reference)
                }
            }
            for service in cluster.services {
                add(service.metadata.labels[LabelKey.network], service.metadata.reference)
            }
            for gateway in cluster.gateways {
                add(gateway.metadata.labels[LabelKey.network], gateway.metadata.reference)
            }
            for pod in cluster.pods { add(pod.metadata.labels[LabelKey.network], pod.metadata.reference) }
            for entry in cluster.workloadEntries {
                add(entry.spec.network, entry.metadata.reference)
                add(entry.metadata.labels[LabelKey.network], entry.metadata.reference)
            }
        }
        for entry in mesh.clusters.first(where: { $0.id == mesh.configCluster })?.serviceEntries ?? [] {
            for inline in entry.endpoints { add(inline.spec.network, entry.metadata.reference.at(inline.location)) }
        }
        self.established = established
        self.statements = statements
    }
}

extension ObjectReference {
    /// Returns the same object with a place within it.
    func at(_ location: SourceLocation) -> ObjectReference {
        ObjectReference(kind: kind, namespace: namespace, name: name, cluster: cluster, location: location)
    }
}
