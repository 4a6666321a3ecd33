internal import ClientBalancing
internal import EndpointTranslation
internal import MeshExplanation
internal import MeshModel
internal import MeshSources

/// SH052: gRPC clients that reject the cluster or its assignment.
struct RejectedPolicy: LintRule {
    let about = RuleDescription(
        code: "SH052",
        severity: .error,
        title: "a gRPC client rejects the load balancing policy of a service, or its assignment",
        why: """
            gRPC C-core knows ROUND_ROBIN and RING_HASH. It rejects a cluster with LEAST_REQUEST or MAGLEV, and an \
            assignment with a gap in its priorities or a duplicate address; the service then has no endpoints at all for \
            the client. Envoys accept all of these.
            """,
        fix: "Use ROUND_ROBIN or consistentHash without maglev for services that gRPC clients call.",
        example: """
            kind: DestinationRule
            spec: {host: web.shop.svc.cluster.local, trafficPolicy: {loadBalancer: {simple: LEAST_REQUEST}}}
            # proxies.yaml: [{node: {user_agent_name: gRPC C-core}, resources: [...]}]
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.clientClusters.compactMap { cluster in
            guard let declared = cluster.declared, let refusal = cluster.shares.refusal else { return nil }
            let rule = cluster.policyRule
            return finding(
                "\(declared.declared.node.id) rejects \(cluster.name): \(refusal.message)",
                rule ?? declared.reference,
                places: rule == nil ? [] : [Finding.Place(declared.reference)],
                key: "\(declared.declared.node.id) \(cluster.name)"
            )
        }
    }
}
