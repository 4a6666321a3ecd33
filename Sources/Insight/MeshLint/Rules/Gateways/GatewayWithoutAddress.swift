internal import MeshModel
internal import MeshSources

/// SH020: a labelled gateway Service without an external address.
struct GatewayWithoutAddress: LintRule {
    let about = RuleDescription(
        code: "SH020",
        severity: .warning,
        title: "a Service is labelled as a gateway and has no external address",
        why: """
            A gateway has the addresses that its load balancer reported, and externalIPs. A ClusterIP Service has \
            none; a LoadBalancer that is pending has none yet; a NodePort Service has its nodes' addresses only with \
            the annotation traffic.istio.io/nodeSelector. Without an address the network has no gateway, and istiod \
            logs nothing.
            """,
        fix: """
            Make the Service a LoadBalancer and wait for its address, add externalIPs, or annotate a NodePort Service \
            with traffic.istio.io/nodeSelector: '{}'.
            """,
        example: """
            metadata: {name: eastwest, labels: {topology.istio.io/network: east}}
            spec: {type: ClusterIP, ports: [{port: 15443}]}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.entrances.services.compactMap { entrance in
            guard let network = entrance.label, !entrance.hasOwnAddress, !entrance.takesNodes else { return nil }
            let reason =
                switch entrance.service.type {
                case "LoadBalancer": "its load balancer has not reported an address"
                case "NodePort": "it is of type NodePort without the annotation \(LabelKey.nodeSelector)"
                default: "it is of type \(entrance.service.type) without externalIPs"
                }
            return finding(
                "the Service is labelled as a gateway of network \(network) and has no address: \(reason)",
                entrance.reference,
                key: network.name
            )
        }
    }
}
