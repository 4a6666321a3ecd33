internal import MeshModel
internal import MeshSources

/// SH007: two networks claim one cluster.
struct ContestedRegistry: LintRule {
    let about = RuleDescription(
        code: "SH007",
        severity: .error,
        title: "two networks claim the same cluster by fromRegistry",
        why: """
            A cluster's endpoints can be in one network only. istiod chooses one of the claims at random, so the \
            result may change with every start; the standard rules refuse the input.
            """,
        fix: """
            Keep one claim. If a cluster does span several networks, label its pods, or separate them by fromCidr.
            """,
        example: """
            west: {endpoints: [{fromRegistry: main}]}
            east: {endpoints: [{fromRegistry: main}]}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        var first: [ClusterID: (network: NetworkID, object: ObjectReference)] = [:]
        var findings: [Finding] = []
        for network in context.mesh.meshNetworks.networks {
            for placed in network.endpoints {
                guard case .fromRegistry(let id) = placed.rule else { continue }
                guard let other = first[id], other.network != network.id else {
                    first[id] = first[id] ?? (network.id, placed.reference)
                    continue
                }
                let effect =
                    context.semantics.conflictingRegistries == .error
                    ? "the input is refused" : "network \(other.network) wins here, either in istiod"
                findings.append(
                    finding(
                        "networks \(other.network) and \(network.id) both claim cluster \(id): \(effect)",
                        placed.reference,
                        places: [Finding.Place("network \(other.network)", other.object.location)],
                        key: id.name
                    )
                )
            }
        }
        return findings
    }
}
