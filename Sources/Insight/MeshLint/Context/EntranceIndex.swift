internal import MeshModel
internal import MeshSources

/// A Service that is configured as an entrance of a network, by label or by MeshNetworks.
struct ServiceEntrance {
    let service: KubernetesService
    let cluster: ClusterObjects
    /// The network of its label, or `nil` for Services that MeshNetworks names.
    let label: NetworkID?
    /// The MeshNetworks entries that name it and claim its cluster.
    let rules: [MeshNetworks.GatewayRule]

    var reference: ObjectReference { service.metadata.reference }

    /// The port of its label (NI-39).
    var wantedPort: Int {
        service.metadata.labels[LabelKey.gatewayPort].flatMap { Int($0) } ?? 15_443
    }

    /// A Boolean value that indicates whether it has the annotation to use its nodes' addresses (NI-38).
    var takesNodes: Bool { service.type == "NodePort" && service.metadata.annotations[LabelKey.nodeSelector] != nil }

    /// A Boolean value that indicates whether it has a load balancer's address or an external IP (NI-36, NI-37).
    var hasOwnAddress: Bool {
        let isBalanced =
            service.type == "LoadBalancer" && service.ingress.contains { !$0.ip.isEmpty || !$0.hostname.isEmpty }
        return isBalanced || !service.externalIPs.isEmpty
    }

    /// Returns a Boolean value that indicates whether it declares a port that is not UDP (NI-39).
    func declares(_ port: Int) -> Bool { service.ports.contains { $0.number == port && !$0.isUDP } }
}

/// The Services and Gateways that are configured as entrances of networks, and the resulting gateways.
struct EntranceIndex {
    /// The Services, by cluster and in reading order.
    let services: [ServiceEntrance]
    /// The places of the objects and rules that resulted in gateways.
    let sources: Set<SourceLocation>
    /// All gateways, including those without an address, sorted.
    let gateways: [Gateway]

    init(mesh: MeshDirectory, snapshot: MeshSnapshot) {
        gateways = (snapshot.gateways.gateways + snapshot.gateways.unresolved).sorted()
        sources = Set(gateways.compactMap { $0.provenance.object?.location })
        services = mesh.clusters.flatMap { cluster -> [ServiceEntrance] in
            let claims = mesh.meshNetworks.networks.filter { network in
                network.endpoints.contains { $0.rule == .fromRegistry(cluster.id) }
            }
            var named: [String: [MeshNetworks.GatewayRule]] = [:]
            for rule in claims.flatMap(\.gateways) where rule.address.isEmpty {
                named[rule.registryServiceName, default: []].append(rule)
            }
            return cluster.services.compactMap { service in
                let label = service.metadata.labels.nonEmpty(LabelKey.network).map { NetworkID($0) }
                let host =
                    named.isEmpty
                    ? "" : "\(service.metadata.name).\(service.metadata.namespace).svc.\(mesh.domainSuffix)"
                let rules = named[host] ?? []
                guard label != nil || !rules.isEmpty else { return nil }
                return ServiceEntrance(service: service, cluster: cluster, label: label, rules: rules)
            }
        }
    }
}
