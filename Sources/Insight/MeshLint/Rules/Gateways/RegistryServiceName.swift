internal import MeshModel
internal import MeshSources

/// SH010: a `registryServiceName` that results in no gateway.
struct RegistryServiceName: LintRule {
    let about = RuleDescription(
        code: "SH010",
        severity: .warning,
        title: "a gateway of MeshNetworks names a Service that cannot be found, or has no address",
        why: """
            The Service is looked up only in clusters that the same network claims by fromRegistry, and it needs an \
            external address. Otherwise the network lacks this gateway, without an error.
            """,
        fix: """
            Claim the Service's cluster with fromRegistry in the same network; write the full host name, \
            name.namespace.svc.cluster.local; give the Service a load balancer or externalIPs.
            """,
        example: """
            east:
              endpoints: [{fromCidr: 10.2.0.0/16}]    # no fromRegistry
              gateways: [{registryServiceName: eastwest.istio-system.svc.cluster.local, port: 15443}]
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.mesh.meshNetworks.networks.flatMap { network in
            network.gateways.filter(\.address.isEmpty).compactMap { rule in
                problem(of: rule, network, context).map { problem, places in
                    finding(problem, rule.reference, places: places, key: rule.registryServiceName)
                }
            }
        }
    }

    private func problem(
        of rule: MeshNetworks.GatewayRule,
        _ network: MeshNetworks.Network,
        _ context: LintContext
    ) -> (String, [Finding.Place])? {
        let name = rule.registryServiceName
        guard !name.isEmpty else {
            return (
                "a gateway of network \(network.id) has neither address nor registryServiceName: it has no effect", []
            )
        }
        let claimed = Set(
            network.endpoints.compactMap { placed -> ClusterID? in
                guard case .fromRegistry(let id) = placed.rule else { return nil }
                return id
            }
        )
        guard !claimed.isEmpty else {
            return ("network \(network.id) claims no cluster by fromRegistry, so nothing is looked up for \(name)", [])
        }
        // SH006 covers claims of clusters that do not exist.
        let clusters = context.mesh.clusters.filter { claimed.contains($0.id) }
        guard !clusters.isEmpty else { return nil }
        let services = clusters.flatMap(\.services).filter {
            "\($0.metadata.name).\($0.metadata.namespace).svc.\(context.mesh.domainSuffix)" == name
        }
        guard !services.isEmpty else {
            let ids = Wording.list(clusters.map(\.id).sorted())
            return ("there is no Service \(name) in \(ids), which network \(network.id) claims", [])
        }
        let places = services.map { Finding.Place($0.metadata.reference) }
        if let service = services.first(where: { $0.metadata.labels.nonEmpty(LabelKey.network) != nil }) {
            let label = service.metadata.labels[LabelKey.network] ?? ""
            guard NetworkID(label) != network.id else { return nil }
            return (
                "Service \(name) is labelled for network \(label), which has precedence over network \(network.id)",
                places
            )
        }
        let isFound = context.entrances.gateways.contains { gateway in
            gateway.network == network.id && gateway.provenance.rule == .gatewayRegistryServiceName
                && services.contains { gateway.cluster == $0.metadata.reference.cluster }
        }
        guard !isFound else { return nil }
        return ("Service \(name) has no address that is reachable from outside network \(network.id)", places)
    }
}
