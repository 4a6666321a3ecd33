public import MeshModel
public import MeshSources
internal import TextFormats

extension MeshDirectory {
    /// Applies a change.
    ///
    /// - Parameter snapshot: the inferred mesh before the change.
    /// - Throws: ``MeshEdit/Failure`` if the change refers to something that does not exist.
    public mutating func apply(_ edit: MeshEdit, in snapshot: MeshSnapshot) throws(MeshEdit.Failure) {
        switch edit {
        case .withoutGateway(let address, let port): try removeGateway(address, port, snapshot.gateways)
        case .labelNamespace(let cluster, let namespace, let network):
            try label(namespace, in: cluster, as: network)
        case .loseZone(let zone): try ZoneLoss(zone).apply(to: &self)
        case .loseCluster(let id): try lose(id)
        case .withoutMeshNetworks:
            guard !meshNetworks.networks.isEmpty else { throw MeshEdit.Failure("there are no MeshNetworks") }
            meshNetworks = MeshNetworks()
        case .delete(let pattern):
            var isFound = false
            for index in clusters.indices {
                let isGone = clusters[index].remove { pattern.matches($0) }
                isFound = isFound || isGone
            }
            guard isFound else { throw MeshEdit.Failure("there is no \(pattern)") }
        }
    }

    // MARK: Gateways

    private mutating func removeGateway(
        _ address: String,
        _ port: Int?,
        _ table: GatewayTable
    ) throws(MeshEdit.Failure) {
        let plain = IPAddress(address)?.description ?? address
        let known = table.gateways + table.unresolved
        let meant = known.filter { ($0.address == plain || $0.address == address) && (port == nil || $0.port == port) }
        let hosts = Set(pinnedNames?.filter { $0.value.contains(plain) }.map(\.key) ?? [])
        guard !meant.isEmpty || table.hostNames.contains(address) else {
            let list = Set(known.map { "\($0.address):\($0.port)" }).sorted().joined(separator: ", ")
            let wanted = port.map { "\(address):\($0)" } ?? address
            throw MeshEdit.Failure("there is no gateway \(wanted), expected \(list.isEmpty ? "one" : "one of \(list)")")
        }
        for host in hosts { pinnedNames?[host]?.removeAll { $0 == plain } }
        for index in meshNetworks.networks.indices {
            meshNetworks.networks[index].gateways.removeAll { rule in
                (IPAddress(rule.address)?.description ?? rule.address) == plain && (port == nil || rule.port == port)
            }
        }
        for index in clusters.indices { clusters[index].removeAddress(plain) }
    }

    // MARK: Labels

    private mutating func label(
        _ namespace: String,
        in cluster: ClusterID,
        as network: String
    ) throws(MeshEdit.Failure) {
        let index = try position(of: cluster)
        let value = network.isEmpty ? nil : network
        if let place = clusters[index].namespaces.firstIndex(where: { $0.metadata.name == namespace }) {
            clusters[index].namespaces[place].metadata.labels[LabelKey.network] = value
            return
        }
        // A namespace that is not listed has no labels.
        guard value != nil else {
            throw MeshEdit.Failure(
                "cluster \(cluster) lists no namespace \(namespace), so there is no label to remove"
            )
        }
        var made = try Self.namespace(namespace, in: cluster)
        made.metadata.labels[LabelKey.network] = value
        clusters[index].namespaces.append(made)
    }

    private static func namespace(
        _ name: String,
        in cluster: ClusterID
    ) throws(MeshEdit.Failure) -> KubernetesNamespace {
        let text =
            "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \(JSONValue.string(name).text())}}"
        let file = SourceFile(path: "clusters/what-if/namespace.json", text: text)
        let made = try? MeshDirectoryReader().read(files: [file], displayName: "what-if")
        guard var namespace = made?.clusters.first?.namespaces.first else {
            throw MeshEdit.Failure("\"\(name)\" cannot name a namespace")
        }
        namespace.metadata.reference = ObjectReference(
            kind: "Namespace",
            namespace: "",
            name: name,
            cluster: cluster,
            location: SourceLocation(file: "--label-namespace", line: 0, column: 0)
        )
        return namespace
    }

    // MARK: Clusters

    private func position(of cluster: ClusterID) throws(MeshEdit.Failure) -> Int {
        guard let index = clusters.firstIndex(where: { $0.id == cluster }) else {
            let list = clusters.map(\.id.name).sorted().joined(separator: ", ")
            throw MeshEdit.Failure("there is no cluster \(cluster), expected one of \(list)")
        }
        return index
    }

    private mutating func lose(_ id: ClusterID) throws(MeshEdit.Failure) {
        let index = try position(of: id)
        guard id == configCluster else {
            clusters.remove(at: index)
            return
        }
        // Configuration and machines are not part of the cluster that lists them.
        let kept: Set<String> = ["Namespace", "WorkloadEntry", "ServiceEntry", "DestinationRule", "PeerAuthentication"]
        _ = clusters[index].remove { !kept.contains($0.kind) }
    }
}

extension ClusterObjects {
    /// Removes an address from everything that makes it a gateway.
    fileprivate mutating func removeAddress(_ address: String) {
        for index in services.indices {
            services[index].ingress.removeAll { $0.ip == address || ($0.ip.isEmpty && $0.hostname == address) }
            services[index].externalIPs.removeAll { $0 == address }
        }
        for index in gateways.indices { gateways[index].addresses.removeAll { $0.value == address } }
        for index in nodes.indices where nodes[index].externalIP == address { nodes[index].externalIP = nil }
    }
}
