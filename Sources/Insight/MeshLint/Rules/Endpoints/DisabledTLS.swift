internal import MeshModel
internal import MeshSources

/// SH032: a DestinationRule that excludes endpoints of other networks.
struct DisabledTLS: LintRule {
    let about = RuleDescription(
        code: "SH032",
        severity: .warning,
        title: "a DestinationRule turns the mesh's mTLS off for hosts with endpoints in networks behind gateways",
        why: """
            Gateways between networks pass the mesh's mTLS only. With tls mode DISABLE, SIMPLE or MUTUAL all endpoints \
            of other networks are left out for the host without an error; the local ones remain and hide the problem.
            """,
        fix:
            "Use ISTIO_MUTUAL, leave tls out of the rule, or limit it to a subset or port of endpoints that are local.",
        example: """
            kind: DestinationRule
            spec: {host: web.shop.svc.cluster.local, trafficPolicy: {tls: {mode: DISABLE}}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        let suspects = (context.configCluster?.destinationRules ?? []).compactMap { rule in
            mode(rule).map { (rule: rule, mode: $0, host: Self.host(rule, context)) }
        }
        guard !suspects.isEmpty else { return [] }
        let byName = Dictionary(grouping: context.services, by: \.name)
        return suspects.compactMap { rule, mode, host in
            let services =
                host.hasPrefix("*") ? context.services.filter { HostPattern.covers(host, $0.name) } : byName[host] ?? []
            var networks: Set<NetworkID> = []
            var hosts: [String] = []
            for service in services where service.isSeenElsewhere {
                let remote = service.kinds.filter { kind in
                    kind.hidden == nil && kind.isMutual && context.isEntered(kind.example.network)
                        && context.networks.isViewed(kind.example.network)
                }
                guard !remote.isEmpty else { continue }
                hosts.append(service.name)
                networks.formUnion(remote.map(\.example.network))
            }
            guard !hosts.isEmpty else { return nil }
            return finding(
                "tls mode \(mode.rawValue) for \(Wording.list(hosts)) leaves out the endpoints in "
                    + "\(Wording.list(networks.sorted())) for proxies of other networks",
                rule.metadata.reference
            )
        }
    }

    private static func host(_ rule: DestinationRuleManifest, _ context: LintContext) -> String {
        // A short name refers to a Service of the rule's namespace.
        guard !rule.host.contains("."), !rule.host.hasPrefix("*") else { return rule.host }
        return "\(rule.host).\(rule.metadata.namespace).svc.\(context.mesh.domainSuffix)"
    }

    /// Returns the mode for the whole host, otherwise for one of its ports, unless it is ISTIO_MUTUAL.
    private func mode(_ rule: DestinationRuleManifest) -> ClientTLSMode? {
        guard let policy = rule.trafficPolicy else { return nil }
        let modes = [policy.settings.tlsMode] + policy.portLevels.map(\.settings.tlsMode)
        return modes.compactMap { $0 }.first { $0 != .istioMutual }
    }
}
