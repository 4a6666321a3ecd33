internal import MeshModel

/// SH004: one address and port that belongs to two networks.
struct SharedGatewayAddress: LintRule {
    let about = RuleDescription(
        code: "SH004",
        severity: .error,
        title: "two networks claim the same gateway address and port",
        why: """
            An address occurs once in an assignment, so Envoy keeps one of the two and the weight of the other is \
            lost; the standard rules add the weights up. Most often the address was copied from another network's \
            entry, and requests arrive where the endpoints are not. One Service that MeshNetworks names for both \
            networks is probably intended and has a lower severity.
            """,
        fix: """
            Give each network its own address. If one gateway does lead into both, they are one network for all other \
            networks: give them one name.
            """,
        example: """
            west: {gateways: [{address: 192.0.2.1, port: 15443}]}
            east: {gateways: [{address: 192.0.2.1, port: 15443}]}
            """
    )

    private struct Entrance: Hashable {
        let address: String
        let port: Int
    }

    func findings(in context: LintContext) -> [Finding] {
        let groups = Dictionary(grouping: context.entrances.gateways.filter { $0.port != 0 }) {
            Entrance(address: IPAddress($0.address)?.description ?? $0.address, port: $0.port)
        }
        return groups.values.compactMap { group -> Finding? in
            let byNetwork = Dictionary(grouping: group, by: \.network)
            let networks = byNetwork.keys.sorted()
            guard networks.count > 1, let last = networks.last, let gateway = byNetwork[last]?.min(),
                let object = gateway.provenance.object
            else { return nil }
            let isIntended = group.allSatisfy { $0.provenance.rule == .gatewayRegistryServiceName }
            let isAdded = context.semantics.gatewayPerLocality == .once
            let effect =
                isAdded ? "their weights are added up" : "Envoy keeps one of them, and the weight of the others is lost"
            return finding(
                "\(Wording.address(gateway)) is a gateway of networks \(Wording.list(networks, most: 9)): \(effect)",
                object,
                isIntended ? (isAdded ? .info : .warning) : nil,
                places: networks.dropLast().compactMap { byNetwork[$0]?.min()?.provenance.object }.map(
                    Finding.Place.init
                ),
                key: Wording.address(gateway)
            )
        }
    }
}
