internal import MeshModel
internal import MeshSources

/// SH013: remote endpoints that are left out because they do not accept the mesh's mTLS.
struct NotMutual: LintRule {
    let about = RuleDescription(
        code: "SH013",
        severity: .warning,
        title: "endpoints without the mesh's mTLS are not sent to proxies in other networks",
        why: """
            A gateway between networks passes mTLS connections only, by their server name. Endpoints without a \
            sidecar, or with mTLS disabled by a PeerAuthentication, are left out for proxies of other networks, \
            without an error. If no endpoint of a service accepts mTLS, the severity is info.
            """,
        fix: """
            Inject the sidecar into the pods; on machines that have one, set serviceAccount or the label \
            security.istio.io/tlsMode: istio; or remove the PeerAuthentication for the port.
            """,
        example: """
            kind: PeerAuthentication
            metadata: {name: default, namespace: shop}
            spec: {mtls: {mode: DISABLE}}
            """
    )

    /// Endpoints in one network that are not sent to others, for one reason.
    private struct Kept {
        let network: NetworkID
        let object: ObjectReference
        let reason: Reason
        let example: Endpoint
        var count = 0
        /// The services, ascending.
        var services: [String] = []

        mutating func add(_ endpoints: Int, of service: String) {
            count += endpoints
            if services.last != service { services.append(service) }
        }
    }

    private enum Reason: Hashable {
        /// A policy disables mTLS.
        case policy
        /// Other endpoints of the service accept mTLS.
        case some
        /// No endpoint of the service accepts mTLS.
        case none
    }

    private struct Key: Hashable {
        let network: NetworkID
        let reason: Reason
        /// The policy, or the service; empty for services outside the mesh.
        let subject: String
    }

    func findings(in context: LintContext) -> [Finding] {
        let disabling = disablingPolicies(context)
        var kept: [Key: Kept] = [:]
        for service in context.services where service.isSeenElsewhere {
            let isMeshed = service.kinds.contains(where: \.isMutual)
            for kind in service.kinds where kind.hidden == nil && !kind.isMutual {
                let network = kind.example.network
                guard context.isEntered(network), context.networks.isViewed(network) else { continue }
                let policy = kind.isMadePlain ? policy(for: kind.example, disabling, context) : nil
                let reason: Reason = kind.isMadePlain ? .policy : isMeshed ? .some : .none
                let subject = reason == .none ? "" : policy?.location.description ?? service.name
                let key = Key(network: network, reason: reason, subject: subject)
                // Modified in place: a copy would copy the list of services for every endpoint.
                kept[
                    key,
                    default: Kept(
                        network: network,
                        object: policy ?? kind.example.source,
                        reason: reason,
                        example: kind.example
                    )
                ].add(kind.count, of: service.name)
            }
        }
        return kept.values.map { finding(of: $0) }
    }

    private func finding(of kept: Kept) -> Finding {
        let cause =
            switch kept.reason {
            case .policy: "a PeerAuthentication disables mTLS"
            case .some: "no sidecar announces mTLS"
            case .none: "no endpoint of \(kept.services.count == 1 ? "the service" : "these services") accepts mTLS"
            }
        let isPolicy = kept.object != kept.example.source
        return finding(
            "\(Wording.count(kept.count, "endpoint")) of \(Wording.list(kept.services)) in network \(kept.network), such as "
                + "\(kept.example.address):\(kept.example.port), \(kept.count == 1 ? "is" : "are") not sent to other networks: "
                + cause,
            kept.object,
            kept.reason == .none ? .info : nil,
            places: isPolicy ? [Finding.Place(kept.example.source)] : [],
            key: "\(kept.network) \(kept.reason == .some ? kept.services.first ?? "" : "")"
        )
    }

    /// Returns the policy that disables mTLS: one of the namespace, otherwise one of the mesh.
    private func policy(
        for endpoint: Endpoint,
        _ disabling: [String: [PeerAuthenticationManifest]],
        _ context: LintContext
    ) -> ObjectReference? {
        let root = context.mesh.meshConfig.rootNamespace ?? context.mesh.systemNamespace
        let own = (disabling[endpoint.namespace] ?? []).filter { endpoint.labels.contains($0.policy.selector ?? [:]) }
        return (own.isEmpty ? disabling[root] ?? [] : own).map(\.metadata.reference)
            .min { ($0.namespace, $0.name) < ($1.namespace, $1.name) }
    }

    /// Returns the policies that disable mTLS for any port, by namespace.
    private func disablingPolicies(_ context: LintContext) -> [String: [PeerAuthenticationManifest]] {
        let all = context.configCluster?.peerAuthentications ?? []
        return Dictionary(
            grouping: all.filter { $0.policy.mode == .disable || $0.policy.portLevel.contains { $0.mode == .disable } },
            by: \.metadata.namespace
        )
    }
}

extension LintContext {
    /// Returns a Boolean value that indicates whether a network has a gateway with an address that accepts mTLS.
    func isEntered(_ network: NetworkID) -> Bool {
        snapshot.gateways.byNetwork[network]?.contains { $0.port != 0 } ?? false
    }
}
