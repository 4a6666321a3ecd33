internal import MeshModel
internal import MeshSources

/// SH023: a machine without a network.
struct EntryWithoutNetwork: LintRule {
    let about = RuleDescription(
        code: "SH023",
        severity: .warning,
        title: "a machine has no network, while the mesh has several",
        why: """
            An endpoint without a network counts as local to every proxy: proxies of all networks receive its own \
            address. For a WorkloadEntry or an endpoint of a ServiceEntry istiod reads only the field network, neither \
            fromCidr nor the namespace's label. MESH_EXTERNAL services are exempt.
            """,
        fix: "Set network in the WorkloadEntry, or in the endpoint of the ServiceEntry.",
        example: """
            kind: WorkloadEntry
            spec: {address: 10.9.0.1, labels: {app: web}}    # network: vm-network
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        guard context.isMultiNetwork, !context.networks.names.isEmpty else { return [] }
        let entries = context.configCluster?.serviceEntries ?? []
        let external = Set(entries.lazy.filter { !$0.isMeshInternal }.map(\.metadata.reference))
        var seen: Set<SourceLocation> = []
        var findings: [Finding] = []
        for service in context.services where service.isSeenElsewhere {
            guard let definition = service.service, !external.contains(definition.source),
                service.kinds.contains(where: { $0.example.network.isEmpty })
            else { continue }
            for endpoint in (context.snapshot.shards[service.key] ?? []).flatMap(\.endpoints) {
                guard endpoint.network.isEmpty, !endpoint.address.isEmpty, endpoint.port != 0,
                    ["WorkloadEntry", "ServiceEntry"].contains(endpoint.source.kind),
                    seen.insert(endpoint.source.location).inserted
                else { continue }
                findings.append(
                    finding(
                        "\(endpoint.address) of \(service.name) has no network: proxies of "
                            + "\(Wording.list(context.networks.names)) receive its own address",
                        endpoint.source,
                        key: endpoint.address
                    )
                )
            }
        }
        return findings
    }
}
