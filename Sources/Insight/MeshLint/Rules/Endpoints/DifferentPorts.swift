internal import MeshModel
internal import MeshSources

/// SH025: a service with different ports in several clusters.
struct DifferentPorts: LintRule {
    let about = RuleDescription(
        code: "SH025",
        severity: .warning,
        title: "a service of several clusters has different ports in them",
        why: """
            The first cluster's Service defines the service for all clusters, and endpoints are matched by the port's \
            name. Endpoints on a port that only another cluster's Service has are never sent; for a name with two \
            numbers the first one counts.
            """,
        fix: "Give the Services of one name the same ports, with the same names, in all clusters.",
        example: """
            # west: ports: [{name: http, port: 80}]
            # east: ports: [{name: web, port: 80}]     its endpoints are never sent
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        var first: [Name: KubernetesService] = [:]
        var findings: [Finding] = []
        // A gateway's own ports are not used by its clients.
        let gateways = Set(context.entrances.services.map(\.reference))
        for cluster in context.mesh.clusters.sorted(by: { $0.id < $1.id }) {
            for service in cluster.services where !gateways.contains(service.metadata.reference) {
                let name = Name(namespace: service.metadata.namespace, name: service.metadata.name)
                guard let known = first[name] else {
                    first[name] = service
                    continue
                }
                guard known.metadata.reference.cluster != cluster.id, known.type != "ExternalName" else { continue }
                let host = "\(name.name).\(name.namespace).svc.\(context.mesh.domainSuffix)"
                guard !context.snapshot.clusterLocalHosts.contains(host) else { continue }
                if let problem = difference(known, service) {
                    findings.append(
                        finding(
                            "\(host): \(problem)",
                            service.metadata.reference,
                            places: [Finding.Place(known.metadata.reference)]
                        )
                    )
                }
            }
        }
        return findings
    }

    private struct Name: Hashable {
        let namespace: String
        let name: String
    }

    private func difference(_ known: KubernetesService, _ other: KubernetesService) -> String? {
        let (here, there) = (other.metadata.reference.cluster, known.metadata.reference.cluster)
        for port in other.ports where !port.isUDP {
            let label = port.name.isEmpty ? "without a name" : port.name
            guard let same = known.ports.first(where: { $0.name == port.name }) else {
                return
                    "port \(label) (\(port.number)) of cluster \(here) does not exist in \(there), so its endpoints are never sent"
            }
            if same.number != port.number {
                return
                    "port \(label) is \(same.number) in cluster \(there) and \(port.number) in \(here); \(same.number) counts"
            }
        }
        return nil
    }
}
