internal import MeshModel

/// SH024: a network whose name is probably misspelt.
struct MisspeltNetwork: LintRule {
    let about = RuleDescription(
        code: "SH024",
        severity: .warning,
        title: "the name of a network is probably misspelt",
        why: """
            Names of networks are compared exactly. A misspelt network is another network: without gateways its \
            endpoints count as directly reachable, and a gateway labelled with it leads nowhere.
            """,
        fix: "Use the name from MeshNetworks, the system namespace or the gateways.",
        example: """
            kind: WorkloadEntry
            spec: {address: 10.9.0.1, network: vm-netwrok}    # vm-network
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        let statements = Dictionary(grouping: context.networkNames.statements, by: \.network)
        let established = context.networkNames.established
        // Without configuration that names networks, a name that several objects use counts as correct.
        let known =
            established.isEmpty
            ? statements.filter { $0.value.count > 1 }.map(\.key.name) : established.map(\.name)
        // No real mesh has so many networks, and comparing all pairs would take long.
        guard known.count <= 1_000 else { return [] }
        return statements.keys.sorted().compactMap { network in
            guard !established.contains(network), let objects = statements[network], let first = objects.first,
                !established.isEmpty || objects.count == 1
            else { return nil }
            guard let meant = NearMiss.of(network.name, among: known) else { return nil }
            let others = objects.count == 1 ? "" : " (and \(objects.count - 1) more)"
            return finding(
                "network \(network) is only named by \(first.object.shortName)\(others): did you mean \(meant)?",
                first.object,
                places: objects.dropFirst().prefix(3).map { Finding.Place($0.object) },
                key: network.name
            )
        }
    }
}
