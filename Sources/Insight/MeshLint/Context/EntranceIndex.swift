internal import MeshModel
internal import MeshSources

/// A Service that is meant to be a way into a network, by label or by MeshNetworks.
struct ServiceEntrance {
    let service: KubernetesService
    let cluster: ClusterObjects
    /// The network of its label; nil for Services that MeshNetworks names.
    let label: NetworkID?
    /// The MeshNetworks entries that name it and claim its cluster.
    let rules: [MeshNetworks.GatewayRule]

    var reference: ObjectReference { service.metadata.reference }

    /// The port that its label stands for (NI-39).
    var wantedPort: Int {
        service.metadata.labels[LabelKey.gatewayPort].flatMap { Int($0) } ?? 15_443
    }

    /// Whether it has the annotation by which nodes' addresses are taken (NI-38).
    var takesNodes: Bool { service.type == "NodePort" && service.metadata.annotations[LabelKey.nodeSelector] != nil }

    /// Whether it has an address of its own: a load balancer's, or one that is given (NI-36, NI-37).
    var hasOwnAddress: Bool {
        let isBalanced =
            service.type == "LoadBalancer" && service.ingress.contains { !$0.ip.isEmpty || !$0.hostname.isEmpty }
        return isBalanced || !service.externalIPs.isEmpty
    }

    /// Whether it declares a port that is not UDP (NI-39).
    func declares(_ port: Int) -> Bool { service.ports.contains { $0.number == port && !$0.isUDP } }
}

/// The Services and Gateways that are meant to be entrances of networks, and the gateways that came of them.
struct EntranceIndex {
    /// The Services, by cluster and as they were read.
    let services: [ServiceEntrance]
    /// The objects and rules of which gateways came, by their places.
    let sources: Set<SourceLocation>
    /// All gateways, those without an address as well, sorted.
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
