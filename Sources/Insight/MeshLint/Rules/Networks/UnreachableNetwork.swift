internal import MeshModel

/// SH001: a network without a gateway whose endpoints are visible in other networks.
struct UnreachableNetwork: LintRule {
    let about = RuleDescription(
        code: "SH001",
        severity: .error,
        title: "a network has endpoints that other networks see, and no usable gateway",
        why: """
            A network without a gateway counts as directly reachable, so proxies elsewhere receive the endpoints' own \
            addresses. Where pod addresses are not routed between networks, every such request times out. It is the \
            most reported problem of meshes with several networks. If all endpoints are machines, whose addresses are \
            often routed, it is a warning.
            """,
        fix: """
            Give the network a gateway: label the gateway's Service with topology.istio.io/network, or list its \
            address under the network in MeshNetworks. If the addresses are routed after all, give both sides the same \
            network.
            """,
        example: """
            networks:
              east:
                endpoints: [{fromRegistry: east-cluster}]    # and no gateways
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.networks.names.compactMap { name in
            let network = context.networks[name]
            guard let example = network.example, !context.isUnresolved(name) else { return nil }
            let gateways = context.gateways(of: name)
            let isAmbient = context.snapshot.features.isAmbientMultiNetwork
            let isUsable = isAmbient ? !gateways.isEmpty : gateways.contains { $0.port != 0 }
            let viewers = context.networks.viewers(of: name)
            guard !isUsable, !viewers.isEmpty else { return nil }
            let endpoints = Wording.count(network.endpoints, "endpoint")
            let services = Wording.list(network.services)
            let lack = gateways.isEmpty ? "no gateway" : "no gateway for mTLS, only for HBONE"
            let isDropped = context.semantics.unreachableNetworks == .drop || isAmbient
            let isOne = network.endpoints == 1
            let effect =
                isDropped
                ? (isOne ? "it is left out" : "they are left out")
                : (isOne ? "its own address is sent" : "their own addresses are sent")
            return finding(
                "network \(name) has \(endpoints) of \(services) and \(lack): \(effect) to proxies of \(Wording.list(viewers))",
                example.networkProvenance.object ?? example.source,
                network.machines == network.endpoints ? .warning : nil,
                places: context.entrances.services.filter { $0.label == name }.map { Finding.Place($0.reference) },
                key: name.name
            )
        }
    }
}
