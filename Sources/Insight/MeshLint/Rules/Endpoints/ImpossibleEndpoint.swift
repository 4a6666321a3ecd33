internal import MeshModel
internal import MeshSources

/// SH016: weights and addresses that Envoy rejects.
struct ImpossibleEndpoint: LintRule {
    let about = RuleDescription(
        code: "SH016",
        severity: .error,
        title: "an endpoint's address is not an IP address, or weights are zero or too large",
        why: """
            Envoy accepts only IP addresses by EDS, and a sum of weights per priority of at most 32 bits: it rejects a \
            whole assignment that breaks either rule. Endpoints with host names are therefore left out. A weight of 0 \
            does not drain: it counts as 1.
            """,
        fix: """
            Use an IP address, or resolution DNS for host names. Use small weights, such as percentages. To drain a \
            workload, remove it or let its health check fail.
            """,
        example: """
            kind: ServiceEntry
            spec:
              resolution: STATIC
              endpoints: [{address: db.example.net}]
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        var findings = zeroWeights(context.mesh)
        for service in context.services where service.service.map({ $0.resolution != .dns }) ?? false {
            for kind in service.kinds where kind.hidden == .notAnAddress {
                findings.append(
                    finding(
                        "\(Wording.count(kind.count, "endpoint")) of \(service.name) "
                            + "\(kind.count == 1 ? "has" : "have") no valid IP address, such as "
                            + "\(kind.example.address): left out",
                        kind.example.source,
                        key: service.name
                    )
                )
            }
            findings += sums(of: service, context)
        }
        return findings
    }

    private func sums(of service: ServiceEndpoints, _ context: LintContext) -> [Finding] {
        let limit = UInt64(UInt32.max)
        return Dictionary(grouping: service.kinds.filter { $0.hidden == nil }, by: \.example.portName)
            .compactMap { port, kinds in
                let sum = kinds.reduce(UInt64(0)) { $0 &+ $1.weight }
                guard sum > limit, let heaviest = kinds.max(by: { $0.weight < $1.weight }) else { return nil }
                let isScaled = context.semantics.weights == .exact
                let effect = isScaled ? "they are scaled down; istiod 1.30 would not" : "Envoy rejects the assignment"
                return finding(
                    "the weights of \(service.name), port \(port), add up to \(sum), more than \(limit): \(effect)",
                    heaviest.example.source,
                    isScaled ? .info : nil,
                    key: "\(service.name) \(port)"
                )
            }
    }

    private func zeroWeights(_ mesh: MeshDirectory) -> [Finding] {
        var objects = mesh.clusters.flatMap(\.workloadEntries).filter(\.spec.isWeightZero).map(\.metadata.reference)
        for entry in mesh.clusters.first(where: { $0.id == mesh.configCluster })?.serviceEntries ?? [] {
            objects += entry.endpoints.filter(\.spec.isWeightZero).map { entry.metadata.reference.at($0.location) }
        }
        return objects.map {
            finding("weight 0 counts as 1: the endpoint receives traffic like any other", $0, .warning, key: "0")
        }
    }
}
