internal import MeshModel
internal import MeshSources

/// SH038: addresses of unknown pods.
struct UnknownPods: LintRule {
    let about = RuleDescription(
        code: "SH038",
        severity: .warning,
        title: "addresses of an EndpointSlice are left out, because their pods are unknown",
        why: """
            An address whose targetRef names a pod is sent only if that pod exists and has not failed: its labels give \
            its network and whether it accepts mTLS. A dump without pods loses every such endpoint.
            """,
        fix: "Dump pods together with endpointslices, or remove targetRef from handwritten slices.",
        example: """
            endpoints: [{addresses: [10.1.0.1], targetRef: {kind: Pod, name: web-0}}]    # and no Pod web-0
            """
    )

    private struct Name: Hashable {
        let namespace: String
        let name: String
    }

    func findings(in context: LintContext) -> [Finding] {
        context.mesh.clusters.flatMap { cluster -> [Finding] in
            let pods = Set(
                cluster.pods.lazy.filter(\.isKnown).map {
                    Name(namespace: $0.metadata.namespace, name: $0.metadata.name)
                }
            )
            return cluster.endpointSlices.compactMap { slice in
                let named = slice.endpoints.compactMap(\.pod).map { Name(namespace: $0.namespace, name: $0.name) }
                let missing = named.filter { !pods.contains($0) }
                guard let first = missing.first else { return nil }
                return finding(
                    "\(missing.count) of \(Wording.count(slice.endpoints.count, "endpoint")) left out: Pod "
                        + "\(first.namespace)/\(first.name)\(missing.count == 1 ? "" : " and others") "
                        + "\(missing.count == 1 ? "is" : "are") not in cluster \(cluster.id), or failed",
                    slice.metadata.reference
                )
            }
        }
    }
}
