internal import MeshModel
internal import MeshSources

/// SH012: a labelled gateway Service without the ports of a gateway.
struct GatewayPort: LintRule {
    let about = RuleDescription(
        code: "SH012",
        severity: .warning,
        title: "a Service is labelled as a gateway and declares no gateway port",
        why: """
            A labelled Service is a gateway for mTLS on service port 15443, or the one in its label \
            networking.istio.io/gatewayPort, and for HBONE on 15008. Only declared ports count, by the number of the \
            service port, not by targetPort or nodePort. The label also hides a registryServiceName that names the \
            Service.
            """,
        fix: """
            Add service port 15443, or set the label networking.istio.io/gatewayPort to the service port for traffic \
            between networks.
            """,
        example: """
            metadata: {labels: {topology.istio.io/network: east}}
            spec: {ports: [{name: tls, port: 443, targetPort: 15443}]}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        services(in: context) + listeners(in: context)
    }

    /// Returns the Gateway resources whose listener for HBONE counts as a port for mTLS by the rule set (NI-50).
    private func listeners(in context: LintContext) -> [Finding] {
        guard context.semantics.hboneListeners == .mutualTLSToo else { return [] }
        var known: Set<SourceLocation> = []
        return context.entrances.gateways.compactMap { gateway in
            guard gateway.provenance.rule == .gatewayResource, gateway.hbonePort != 0,
                gateway.port == gateway.hbonePort,
                let object = gateway.provenance.object, known.insert(object.location).inserted
            else { return nil }
            return finding(
                "the Gateway's listener on port \(gateway.port) is for HBONE, and by this rule set sidecars are sent to it for "
                    + "network \(gateway.network): their requests fail (hbone-listeners)",
                object,
                key: gateway.network.name
            )
        }
    }

    private func services(in context: LintContext) -> [Finding] {
        context.entrances.services.compactMap { entrance in
            guard let network = entrance.label, !entrance.declares(entrance.wantedPort) else { return nil }
            let text = entrance.service.metadata.labels[LabelKey.gatewayPort]
            let isOdd = text.map { Int($0) == nil } ?? false
            let wanted =
                isOdd
                ? "\(entrance.wantedPort) (gatewayPort \"\(text ?? "")\" is not a number)" : "\(entrance.wantedPort)"
            let ports = entrance.service.ports.map(\.number)
            let declared = ports.isEmpty ? "no port" : "only \(Wording.list(ports, most: 6))"
            guard entrance.declares(15_008) else {
                return finding(
                    "the Service is labelled as a gateway of network \(network) but declares neither port \(wanted) nor "
                        + "15008, \(declared): it is not a gateway",
                    entrance.reference,
                    key: network.name
                )
            }
            guard !context.snapshot.features.isAmbientMultiNetwork else { return nil }
            return finding(
                "the Service is a gateway of network \(network) for HBONE only: it declares 15008, but not port \(wanted) "
                    + "for mTLS",
                entrance.reference,
                key: network.name
            )
        }
    }
}
