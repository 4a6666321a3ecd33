internal import MeshModel
internal import MeshSources

/// SH030: a gateway Service labelled with another network than its cluster's.
struct ForeignGateway: LintRule {
    let about = RuleDescription(
        code: "SH030",
        severity: .warning,
        title: "a gateway Service is labelled with a network in which its cluster has no endpoints",
        why: """
            A gateway routes to the pods of its own cluster. Labelled with another cluster's network it takes a share \
            of that network's traffic that it cannot deliver, and its own network lacks the gateway.
            """,
        fix: "Label the gateway Service with the network of its own cluster.",
        example: """
            # in cluster west, whose system namespace is labelled west:
            kind: Service
            metadata: {name: eastwest, labels: {topology.istio.io/network: east}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        var networks: [ClusterID: [NetworkID: Int]] = [:]
        for service in context.services {
            for kind in service.kinds where !kind.example.network.isEmpty {
                networks[kind.example.cluster, default: [:]][kind.example.network, default: 0] += kind.count
            }
        }
        return context.entrances.services.compactMap { entrance in
            guard let network = entrance.label, let own = networks[entrance.cluster.id], own[network] == nil,
                context.networks.inhabited.contains(network)
            else { return nil }
            return finding(
                "the Service is a gateway of network \(network), but the endpoints of cluster \(entrance.cluster.id) are in "
                    + Wording.list(own.keys.sorted()),
                entrance.reference,
                key: network.name
            )
        }
    }
}
