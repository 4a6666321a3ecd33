internal import MeshModel
internal import MeshSources

/// SH021: a NodePort gateway whose selected nodes cannot be its addresses.
struct NodeGateway: LintRule {
    let about = RuleDescription(
        code: "SH021",
        severity: .warning,
        title: "a NodePort gateway selects nodes that cannot be its addresses",
        why: """
            The addresses of a NodePort gateway are the ExternalIPs of the nodes that the annotation \
            traffic.istio.io/nodeSelector selects; InternalIPs never count. The annotation is a JSON object of node \
            labels; any other text selects every node. With externalTrafficPolicy: Local a node without a gateway pod \
            drops what arrives.
            """,
        fix: """
            Write the selector as JSON, label the nodes that run gateway pods, and give those nodes an ExternalIP; or \
            list the addresses in MeshNetworks.
            """,
        example: """
            annotations: {traffic.istio.io/nodeSelector: "role=edge"}    # '{"role": "edge"}'
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.entrances.services.filter { $0.takesNodes && !$0.hasOwnAddress }.flatMap { entrance -> [Finding] in
            let text = entrance.service.metadata.annotations[LabelKey.nodeSelector] ?? ""
            let selector = Labels(jsonObject: text)
            var findings: [Finding] = []
            if selector == nil, !text.isEmpty {
                findings.append(
                    finding(
                        "nodeSelector \"\(text)\" is not a JSON object of strings: it selects every node",
                        entrance.reference,
                        key: "json"
                    )
                )
            }
            let nodes = entrance.cluster.nodes.filter { $0.metadata.labels.contains(selector ?? [:]) }
            let addressed = nodes.filter { $0.externalIP != nil }
            if addressed.isEmpty {
                let reason =
                    nodes.isEmpty
                    ? "no node of \(entrance.cluster.id) is selected"
                    : nodes.count == 1
                        ? "the node that it selects has no ExternalIP"
                        : "none of the \(nodes.count) nodes that it selects has an ExternalIP"
                findings.append(
                    finding(
                        "the gateway has no address: \(reason)",
                        entrance.reference,
                        places: nodes.prefix(3).map { Finding.Place($0.metadata.reference) },
                        key: "nodes"
                    )
                )
            } else if entrance.service.isExternallyLocal {
                findings.append(
                    finding(
                        "externalTrafficPolicy is Local, and \(Wording.count(addressed.count, "node")) "
                            + "\(addressed.count == 1 ? "is an address" : "are addresses") of the gateway whether or not they run it",
                        entrance.reference,
                        key: "local"
                    )
                )
            }
            return findings
        }
    }
}
