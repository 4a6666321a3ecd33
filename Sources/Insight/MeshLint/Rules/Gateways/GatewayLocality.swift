internal import MeshModel
internal import MeshSources

/// SH011: `locality` of a gateway.
struct GatewayLocality: LintRule {
    let about = RuleDescription(
        code: "SH011",
        severity: .warning,
        title: "the locality of a MeshNetworks gateway has no effect",
        why: """
            The field is accepted and never read. A gateway has the locality of the endpoints behind it; failover by \
            this field does not work.
            """,
        fix: "Remove the field. Label the nodes or workloads behind the gateway with their region and zone.",
        example: """
            gateways: [{address: 192.0.2.1, port: 15443, locality: eu-west/a}]
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.mesh.meshNetworks.networks.flatMap { network in
            network.gateways.filter { !$0.locality.isEmpty }.map { rule in
                let name = rule.address.isEmpty ? rule.registryServiceName : rule.address
                return finding(
                    "locality \(rule.locality) of gateway \(name) of network \(network.id) has no effect",
                    rule.reference,
                    key: name
                )
            }
        }
    }
}
