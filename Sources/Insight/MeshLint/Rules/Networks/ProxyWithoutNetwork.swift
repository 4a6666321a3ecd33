internal import MeshModel

/// SH018: a proxy without a known network.
struct ProxyWithoutNetwork: LintRule {
    let about = RuleDescription(
        code: "SH018",
        severity: .warning,
        title: "a proxy has no network while endpoints have one",
        why: """
            A proxy's network is its own NETWORK metadata, which injection sets; labels of namespaces do not affect \
            it. Without one it reaches every network that has a gateway through that gateway, its own neighbours \
            included. The standard rules use the network of the proxy's own pod or machine, if that has one.
            """,
        fix: """
            Set global.network at injection, or the label topology.istio.io/network on the pod; for other Envoys add \
            NETWORK to the node's metadata.
            """,
        example: """
            node: {id: "sidecar~10.1.0.9~web.shop~shop.svc.cluster.local", metadata: {CLUSTER_ID: west}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        let entered = context.networks.names.filter(context.isEntered)
        guard !entered.isEmpty else { return [] }
        return context.proxies.filter(\.proxy.network.isEmpty).map { known in
            finding(
                "the proxy has no network: it reaches \(Wording.list(entered)) through gateways only, wherever it is",
                known.reference
            )
        }
    }
}
