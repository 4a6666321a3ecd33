internal import MeshModel
internal import MeshSources

/// SH013: remote endpoints that are left out because they do not accept the mesh's mTLS.
struct NotMutual: LintRule {
    let about = RuleDescription(
        code: "SH013",
        severity: .warning,
        title: "endpoints are kept from other networks, because they do not accept the mesh's mTLS",
        why: """
            A gateway between networks passes mTLS connections by their server name and nothing else. Endpoints without a \
            sidecar, or with mTLS disabled by a PeerAuthentication, are left out for proxies of other networks, silently. \
            For services of which no endpoint at all accepts mTLS it is only mentioned.
            """,
        fix: """
            Inject the sidecar into the pods, set serviceAccount or the label security.istio.io/tlsMode: istio on machines \
            that have one, or lift the PeerAuthentication for the port.
            """,
        example: """
            kind: PeerAuthentication
            metadata: {name: default, namespace: shop}
            spec: {mtls: {mode: DISABLE}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        var findings: [Finding] = []
        var plain: [NetworkID: (count: Int, services: [String], example: Endpoint)] = [:]
        for service in context.services where service.isSeenElsewhere {
            let isMeshed = service.kinds.contains(where: \.isMutual)
            let left = service.kinds.filter { kind in
                kind.hidden == nil && !kind.isMutual && context.isEntered(kind.example.network)
            }
            for (network, kinds) in Dictionary(grouping: left, by: \.example.network) {
                guard let first = kinds.first, !context.networks.viewers(of: network).isEmpty else { continue }
                let count = kinds.reduce(0) { $0 + $1.count }
                if isMeshed || kinds.contains(where: \.isMadePlain) {
                    findings.append(finding(of: service, network, count, kinds, first, context))
                } else {
                    var entry = plain[network] ?? (0, [], first.example)
                    entry.count += count
                    entry.services.append(service.name)
                    plain[network] = entry
                }
            }
        }
        for (network, entry) in plain {
            findings.append(
                finding(
                    "\(Wording.count(entry.count, "endpoint")) of \(Wording.list(entry.services)) in network \(network) "
                        + "are kept from other networks: no endpoint of the service accepts mTLS",
                    entry.example.source,
                    .info,
                    key: network.name
                )
            )
        }
        return findings
    }

    private func finding(
        of service: ServiceEndpoints,
        _ network: NetworkID,
        _ count: Int,
        _ kinds: [ServiceEndpoints.Kind],
        _ first: ServiceEndpoints.Kind,
        _ context: LintContext
    ) -> Finding {
        let made = kinds.first(where: \.isMadePlain)
        let example = (made ?? first).example
        let policies = made == nil ? [] : policies(for: example, context)
        let cause = made == nil ? "they do not announce mTLS (no sidecar)" : "a PeerAuthentication disables mTLS"
        return finding(
            "\(Wording.count(count, "endpoint")) of \(service.name) in network \(network), such as "
                + "\(example.address):\(example.port), \(count == 1 ? "is" : "are") kept from other networks: \(cause)",
            policies.first ?? example.source,
            places: policies.isEmpty ? [] : [Finding.Place(example.source)],
            key: "\(service.name) \(network)"
        )
    }

    /// The policies that may be to blame: those of the namespace that disable anything, else those of the mesh.
    private func policies(for endpoint: Endpoint, _ context: LintContext) -> [ObjectReference] {
        let root = context.mesh.meshConfig.rootNamespace ?? context.mesh.systemNamespace
        let disabling = (context.configCluster?.peerAuthentications ?? []).filter {
            $0.policy.mode == .disable || $0.policy.portLevel.contains { $0.mode == .disable }
        }
        let own = disabling.filter {
            $0.metadata.namespace == endpoint.namespace && endpoint.labels.contains($0.policy.selector ?? [:])
        }
        return (own.isEmpty ? disabling.filter { $0.metadata.namespace == root } : own).map(\.metadata.reference)
            .sorted { ($0.namespace, $0.name) < ($1.namespace, $1.name) }
    }
}

extension LintContext {
    /// Whether other networks enter a network through gateways that have an address and take mTLS.
    func isEntered(_ network: NetworkID) -> Bool {
        snapshot.gateways.byNetwork[network]?.contains { $0.port != 0 } ?? false
    }
}
