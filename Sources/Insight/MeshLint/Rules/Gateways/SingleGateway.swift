internal import MeshModel

/// SH015: a network with one gateway.
struct SingleGateway: LintRule {
    let about = RuleDescription(
        code: "SH015",
        severity: .info,
        title: "a network has only one gateway",
        why: """
            For proxies in other networks the network is one address. If it stops answering, or outlier detection \
            ejects it for the errors of one pod behind it, the whole network is unreachable.
            """,
        fix: """
            Run at least two gateways with different addresses, or set outlierDetection.maxEjectionPercent so that the \
            last one stays.
            """,
        example: """
            east: {gateways: [{address: 192.0.2.1, port: 15443}]}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.networks.names.compactMap { name in
            let gateways = context.snapshot.gateways.byNetwork[name] ?? []
            let entrances = Set(gateways.map { "\(IPAddress($0.address)?.description ?? $0.address) \($0.port)" })
            guard entrances.count == 1, let gateway = gateways.first, let object = gateway.provenance.object,
                context.networks[name].endpoints > 0, context.networks.isViewed(name)
            else { return nil }
            let count = Wording.count(context.networks[name].endpoints, "endpoint")
            return finding(
                "\(Wording.address(gateway)) is the only gateway of network \(name), which has \(count)",
                object,
                key: name.name
            )
        }
    }
}
