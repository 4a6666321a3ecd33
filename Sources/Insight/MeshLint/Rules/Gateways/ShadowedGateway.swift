internal import MeshModel
internal import MeshSources

/// SH009: a gateway address of MeshNetworks that a cluster's own gateway overrides.
struct ShadowedGateway: LintRule {
    let about = RuleDescription(
        code: "SH009",
        severity: .warning,
        title: "a gateway address of MeshNetworks is not used, because clusters have their own gateways",
        why: """
            Gateways of an endpoint's own cluster have precedence over all others of its network. An address of \
            MeshNetworks belongs to no cluster, so one labelled Service disables it for that cluster's endpoints, \
            without an error.
            """,
        fix: """
            Remove the address if the cluster's own gateway is meant. If the address is meant, remove the network \
            label from the cluster's gateway Service, or its registryServiceName.
            """,
        example: """
            east: {gateways: [{address: 192.0.2.9, port: 15443}]}
            # and in the cluster of network east a Service labelled topology.istio.io/network: east
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.mesh.meshNetworks.networks.flatMap { network in
            network.gateways.filter { !$0.address.isEmpty }.compactMap { finding(for: $0, network.id, context) }
        }
    }

    private func finding(
        for rule: MeshNetworks.GatewayRule,
        _ network: NetworkID,
        _ context: LintContext
    ) -> Finding? {
        let gateways = context.snapshot.gateways
        let clusters = context.networks[network].clusters.keys.sorted()
        let owners = clusters.filter { gateways.hasOwnGateways(network: network, cluster: $0) }
        let found = owners.flatMap { gateways.candidates(network: network, cluster: $0) }
        // The same entrance from a second source: used, under the cluster's name.
        let isSame = found.contains { $0.port == rule.port && IPAddress($0.address) == IPAddress(rule.address) }
        guard !owners.isEmpty, !isSame || IPAddress(rule.address) == nil else { return nil }
        let others = clusters.filter { !owners.contains($0) }
        let places = found.compactMap(\.provenance.object).prefix(3).map { Finding.Place($0) }
        let address = "\(rule.address):\(rule.port)"
        guard others.isEmpty else {
            return finding(
                "gateway \(address) of network \(network) counts for endpoints of \(Wording.list(others)) only: "
                    + "\(Wording.list(owners)) \(owners.count == 1 ? "has its" : "have their") own gateways",
                rule.reference,
                .info,
                places: Array(places),
                key: address
            )
        }
        return finding(
            "gateway \(address) of network \(network) is never used: all clusters with endpoints there "
                + "(\(Wording.list(owners))) have their own gateways",
            rule.reference,
            places: Array(places),
            key: address
        )
    }
}
