internal import MeshModel

/// SH040: a WorkloadEntry without address in a network without a gateway.
struct AddresslessEntry: LintRule {
    let about = RuleDescription(
        code: "SH040",
        severity: .error,
        title: "a WorkloadEntry without address is in a network without a gateway",
        why: """
            Such an entry is only reachable through a gateway of its network. Without one it is left out; in istiod \
            1.30, while no network at all has a gateway, it is sent with an empty address, and Envoy rejects the whole \
            assignment.
            """,
        fix: "Add the address, or a gateway for the network.",
        example: """
            kind: WorkloadEntry
            spec: {network: vm-network, labels: {app: web}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        var seen: Set<SourceLocation> = []
        return context.services.flatMap { service -> [Finding] in
            service.kinds.compactMap { kind in
                let endpoint = kind.example
                guard endpoint.address.isEmpty, context.gateways(of: endpoint.network).isEmpty,
                    seen.insert(endpoint.source.location).inserted
                else { return nil }
                let isSent = context.semantics.emptyAddresses == .emit && !context.snapshot.gateways.isMultiNetwork
                let effect = isSent ? "Envoy rejects the assignment" : "it is left out"
                return finding(
                    "\(Wording.count(kind.count, "endpoint")) of \(service.name) without address in network "
                        + "\(endpoint.network), which has no gateway: \(effect)",
                    endpoint.source,
                    key: service.name
                )
            }
        }
    }
}
