internal import MeshModel

/// SH002: a network whose gateways are host names without addresses.
struct UnresolvedGateways: LintRule {
    let about = RuleDescription(
        code: "SH002",
        severity: .error,
        title: "all gateways of a network are host names that have no address",
        why: """
            Endpoints are sent with addresses, so a gateway whose name does not resolve cannot be sent. The standard \
            rules leave the network's endpoints out until a name resolves. istiod 1.30 treats the network as one \
            without gateways and sends raw addresses; if no name of the mesh resolves, networks have no effect at all. \
            A name that was not looked up has severity info.
            """,
        fix: """
            Correct the name, or wait until the load balancer's name is published. For a run without name servers pin \
            the addresses in dns.yaml, or query the name servers with --resolve-names.
            """,
        example: """
            gateways:
            - address: eastwest.example.net    # NXDOMAIN
              port: 15443
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.networks.names.compactMap { name in
            guard context.isUnresolved(name), context.networks.isViewed(name) else { return nil }
            let network = context.networks[name]
            let gateways = context.gateways(of: name)
            guard network.endpoints > 0, let object = gateways.first?.provenance.object else { return nil }
            let names = Wording.list(Set(gateways.map(\.address)).sorted())
            let count = Wording.count(network.endpoints, "endpoint")
            guard context.areNamesKnown else {
                return finding(
                    "the gateways of network \(name) are known by name only, and \(names) was not looked up",
                    object,
                    .info,
                    key: name.name
                )
            }
            let effect =
                context.semantics.unresolvedGateways == .unreachable
                ? "its \(count) are left out" : "the raw addresses of its \(count) are sent to other networks"
            return finding(
                "no gateway of network \(name) has an address: \(names) does not resolve, and \(effect)",
                object,
                key: name.name
            )
        }
    }
}
