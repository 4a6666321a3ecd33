internal import MeshModel
internal import MeshSources

/// SH028: a network without endpoints.
struct EmptyNetwork: LintRule {
    let about = RuleDescription(
        code: "SH028",
        severity: .warning,
        title: "a network of MeshNetworks is empty, or a gateway leads into a network without endpoints",
        why: """
            An entry without endpoints and gateways has no effect. A gateway into a network without endpoints often \
            means that the endpoints are in a network of another name, which has no gateway. The severity is info if \
            nothing else is wrong: a cluster may be empty for now.
            """,
        fix: """
            Use one name for the network in MeshNetworks, in the gateway's label and in the label of the system \
            namespace; remove entries that are no longer needed.
            """,
        example: """
            networks:
              east: {}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        var findings: [Finding] = []
        for network in context.mesh.meshNetworks.networks where network.endpoints.isEmpty && network.gateways.isEmpty {
            findings.append(
                finding(
                    "network \(network.id) has neither endpoints nor gateways: the entry has no effect",
                    network.reference,
                    key: network.id.name
                )
            )
        }
        let lonely = Dictionary(grouping: context.entrances.gateways, by: \.network)
            .filter { !context.networks.inhabited.contains($0.key) && !context.networks[$0.key].hasProxies }
        for network in lonely.keys.sorted() {
            guard let gateway = lonely[network]?.first, let object = gateway.provenance.object else { continue }
            findings.append(
                finding(
                    "\(Wording.address(gateway)) is a gateway of network \(network), which has no endpoints",
                    object,
                    .info,
                    key: network.name
                )
            )
        }
        return findings
    }
}
