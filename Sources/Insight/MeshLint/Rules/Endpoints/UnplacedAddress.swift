internal import MeshModel
internal import MeshSources

/// SH046: fields of EndpointSlices about the place of an address that istiod does not read.
struct UnplacedAddress: LintRule {
    let about = RuleDescription(
        code: "SH046",
        severity: .warning,
        title: "the node or zone of an EndpointSlice's address without a Pod does not count in istiod 1.30",
        why: """
            istiod takes the locality of an endpoint from the Pod behind it. An address without one has none, so no traffic \
            distribution prefers it, and a distribute rule drops it. The standard rules read nodeName and zone.
            """,
        fix: "Describe the machine as a WorkloadEntry with a locality.",
        example: """
            endpoints: [{addresses: [192.0.2.10], zone: z1}]    # without targetRef
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        let isRead = context.semantics.sliceLocality == .fromNode
        return context.mesh.clusters.flatMap { cluster -> [Finding] in
            let pods = Set(cluster.pods.lazy.filter(\.isUsable).map(\.podIP))
            return cluster.endpointSlices.compactMap { slice in
                let count = slice.endpoints.count { item in
                    item.pod == nil && !(item.zone.isEmpty && item.nodeName.isEmpty)
                        && !item.addresses.contains(where: pods.contains)
                }
                guard count > 0, slice.metadata.labels.nonEmpty(LabelKey.serviceName) != nil else { return nil }
                let effect = isRead ? "they would not count in istiod 1.30" : "the fields do not count"
                return finding(
                    "\(Wording.count(count, "address", plural: "addresses")) without a Pod "
                        + "\(count == 1 ? "has" : "have") a nodeName or zone: \(effect)",
                    slice.metadata.reference,
                    isRead ? .info : nil
                )
            }
        }
    }
}
