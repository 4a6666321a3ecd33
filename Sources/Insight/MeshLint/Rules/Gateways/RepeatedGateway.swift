internal import MeshModel

/// SH003: a gateway in several localities of an assignment.
struct RepeatedGateway: LintRule {
    let about = RuleDescription(
        code: "SH003",
        severity: .warning,
        title: "a gateway represents endpoints in several localities",
        why: """
            istiod 1.30 writes the gateway once into every locality that has endpoints behind it. Envoy keeps only the \
            first copy of an address, so the network gets the share of its first locality alone. The standard rules \
            write each gateway once, with the whole weight.
            """,
        fix: """
            Serve the mesh with --semantics standard (or gateway-per-locality=once). Under istiod 1.30, give each zone \
            its own gateway, or remove the locality labels from the remote nodes.
            """,
        example: """
            # Nodes of one remote cluster in two zones, and one gateway:
            #   east/a: 10.0.0.1:15443 weight 3      (counts)
            #   east/b: 10.0.0.1:15443 weight 3      (ignored by Envoy)
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        var found: [NetworkID: (services: [String], most: Int)] = [:]
        for service in context.services where service.isSeenElsewhere {
            var places: [GatewayTable.Key: Set<String>] = [:]
            for kind in service.kinds where kind.hidden == nil && kind.isMutual {
                let (network, cluster) = (kind.example.network, kind.example.cluster)
                guard context.snapshot.gateways.byNetwork[network] != nil else { continue }
                let isOwn = context.snapshot.gateways.hasOwnGateways(network: network, cluster: cluster)
                let key = GatewayTable.Key(network: network, cluster: isOwn ? cluster : .none)
                places[key, default: []].insert(kind.example.localityLabel)
            }
            for (key, localities) in places where localities.count > 1 {
                if found[key.network]?.services.last != service.name {
                    found[key.network, default: ([], 0)].services.append(service.name)
                }
                let most = found[key.network]?.most ?? 0
                found[key.network]?.most = max(most, localities.count)
            }
        }
        return found.keys.sorted().compactMap { network in
            guard let entry = found[network], context.networks.isViewed(network),
                let gateway = context.snapshot.gateways.byNetwork[network]?.first,
                let object = gateway.provenance.object
            else { return nil }
            let isAvoided = context.semantics.gatewayPerLocality == .once
            let count = Wording.count(entry.services.count, "service")
            let what =
                "the gateways of network \(network), such as \(Wording.address(gateway)), represent up to "
                + "\(entry.most) localities of \(count) (\(Wording.list(entry.services)))"
            let effect =
                isAvoided
                ? "each is sent once with the whole weight; istiod 1.30 would repeat it, and Envoy keep the first"
                : "Envoy keeps the first copy only, and the weight of the others is lost"
            return finding("\(what): \(effect)", object, isAvoided ? .info : nil, key: network.name)
        }
    }
}
