internal import MeshModel
internal import MeshSources

/// SH008: a rule of MeshNetworks that is always overridden.
struct UnusedEndpointRule: LintRule {
    let about = RuleDescription(
        code: "SH008",
        severity: .warning,
        title: "a fromRegistry or fromCidr never applies, because its endpoints are assigned to other networks",
        why: """
            Labels have precedence over MeshNetworks, contrary to the API's text; in istiod 1.30 so has the label of \
            the system namespace, and fromRegistry has precedence over fromCidr. MeshNetworks then says that the \
            endpoints are in a network in which they are not, and its gateways are unused.
            """,
        fix: """
            Let both name the same network, or remove the wrong one: the entry of MeshNetworks, or the label that \
            overrides it.
            """,
        example: """
            # MeshNetworks:
            east: {endpoints: [{fromRegistry: main}]}
            # and in cluster main, which wins:
            metadata: {name: istio-system, labels: {topology.istio.io/network: west}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        var deciding: Set<SourceLocation> = []
        for service in context.services {
            for kind in service.kinds {
                if let place = kind.example.networkProvenance.object?.location { deciding.insert(place) }
            }
        }
        return context.mesh.meshNetworks.networks.flatMap { network in
            network.endpoints.filter { !deciding.contains($0.reference.location) }.compactMap { placed in
                finding(for: placed, network.id, context)
            }
        }
    }

    private func finding(
        for placed: MeshNetworks.PlacedRule,
        _ network: NetworkID,
        _ context: LintContext
    ) -> Finding? {
        let (name, losses) =
            switch placed.rule {
            case .fromRegistry(let id): ("fromRegistry \(id)", losses(context) { $0.cluster == id && !isMachine($0) })
            case .fromCIDR(let prefix?): ("fromCidr \(placed.text)", losses(in: prefix, context))
            case .fromCIDR(nil): ("", nil)
            }
        // Nothing is wrong if the winner names the same network.
        guard let losses, losses.example.network != network, !losses.example.network.isEmpty else { return nil }
        let winner = losses.example.networkProvenance
        return finding(
            "\(name) of network \(network) never applies: \(Wording.count(losses.count, "endpoint")) in its range "
                + "\(losses.count == 1 ? "is" : "are") elsewhere, such as \(losses.example.address) in "
                + "\(losses.example.network) by \(winner.rule.rawValue)",
            placed.reference,
            places: winner.object.map { [Finding.Place($0)] } ?? [],
            key: placed.text
        )
    }

    private typealias Losses = (count: Int, example: Endpoint)

    private func isMachine(_ endpoint: Endpoint) -> Bool {
        endpoint.source.kind == "WorkloadEntry" || endpoint.source.kind == "ServiceEntry"
    }

    private func losses(_ context: LintContext, _ isAbout: (Endpoint) -> Bool) -> Losses? {
        var losses: Losses?
        for service in context.services {
            for kind in service.kinds where isAbout(kind.example) {
                losses = ((losses?.count ?? 0) + kind.count, losses?.example ?? kind.example)
            }
        }
        return losses
    }

    /// Looks up every address; only done for rules that never apply.
    private func losses(in prefix: AddressPrefix, _ context: LintContext) -> Losses? {
        var losses: Losses?
        let readsMachines = context.semantics.networkPrecedence == .mostSpecific
        for (address, endpoint) in context.addressed where prefix.contains(address) {
            guard readsMachines || !isMachine(endpoint) else { continue }
            losses = ((losses?.count ?? 0) + 1, losses?.example ?? endpoint)
        }
        return losses
    }
}
