internal import MeshModel

/// SH048: Gateway resources that only listen for HBONE, in meshes with sidecars.
struct TunnelListener: LintRule {
    let about = RuleDescription(
        code: "SH048",
        severity: .warning,
        title: "a Gateway of a network only listens for HBONE, to which istiod 1.30 sends sidecars",
        why: """
            istiod 1.30 takes a listener of protocol HBONE for a port of mTLS too. Sidecars of other networks are sent there \
            and get 503 for each such request. By the standard rules it is a port for tunnels only.
            """,
        fix: "Add a listener for port 15443 with tls mode Passthrough, or a gateway of its own for sidecars.",
        example: """
            kind: Gateway
            spec: {listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        let hasSidecars = context.services.contains { $0.kinds.contains { $0.example.tlsMode == "istio" } }
        guard hasSidecars else { return [] }
        let isTunnelOnly = context.semantics.hboneListeners == .tunnelsOnly
        var seen: Set<ObjectReference> = []
        return context.snapshot.gateways.gateways.compactMap { gateway -> Finding? in
            guard let object = gateway.provenance.object, object.kind == "Gateway", gateway.hbonePort != 0,
                gateway.port == 0 || gateway.port == gateway.hbonePort, seen.insert(object).inserted
            else { return nil }
            let effect =
                isTunnelOnly
                ? "no gateway for sidecars; istiod 1.30 would send them there"
                : "sidecars of other networks are sent there, which do not speak HBONE"
            return finding(
                "the Gateway of network \(gateway.network) only listens for HBONE (\(gateway.hbonePort)): \(effect)",
                object,
                isTunnelOnly ? .info : nil,
                key: gateway.network.name
            )
        }
    }
}
