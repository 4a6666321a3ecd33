internal import MeshModel
internal import MeshSources

/// SH044: ports of EndpointSlices without a number.
struct SlicePort: LintRule {
    let about = RuleDescription(
        code: "SH044",
        severity: .warning,
        title: "a port of an EndpointSlice has no number",
        why: """
            A port without a number is one that is not restricted. istiod sends such an endpoint as a Unix socket whose path \
            is the address, which takes its share of the requests and fails. The standard rules use the target port of the \
            Service's port of that name, and leave the endpoint out if there is none.
            """,
        fix: "Write the number of the port into the EndpointSlice.",
        example: """
            kind: EndpointSlice
            ports: [{name: http, port: null}]
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.mesh.clusters.flatMap { cluster -> [Finding] in
            cluster.endpointSlices.compactMap { slice in
                guard !slice.endpoints.isEmpty, slice.addressType != "FQDN",
                    let service = slice.metadata.labels.nonEmpty(LabelKey.serviceName),
                    let port = slice.ports.first(where: { $0.number == 0 })
                else { return nil }
                let owner = cluster.services.first {
                    $0.metadata.name == service && $0.metadata.namespace == slice.metadata.namespace
                }
                return finding(port, slice, owner, context.semantics)
            }
        }
    }

    private func finding(
        _ port: EndpointSlice.Port,
        _ slice: EndpointSlice,
        _ service: KubernetesService?,
        _ semantics: TranslationSemantics
    ) -> Finding {
        let name = port.name.isEmpty ? "without a name" : port.name
        let title = "port \(name) has no number"
        guard semantics.slicePorts == .targetPort else {
            return finding("\(title): each address is sent as a Unix socket", slice.metadata.reference, key: port.name)
        }
        guard let number = service?.targetNumber(ofPort: port.name) else {
            let what = "\(title), and the Service has no number for it: its endpoints are left out"
            return finding(what, slice.metadata.reference, key: port.name)
        }
        let what = "\(title): the Service's target port \(number) counts; istiod 1.30 would send Unix sockets"
        return finding(what, slice.metadata.reference, .info, key: port.name)
    }
}
