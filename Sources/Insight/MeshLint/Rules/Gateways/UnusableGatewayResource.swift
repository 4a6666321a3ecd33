internal import MeshModel
internal import MeshSources

/// SH037: a labelled Gateway of the Gateway API that results in no gateway.
struct UnusableGatewayResource: LintRule {
    let about = RuleDescription(
        code: "SH037",
        severity: .warning,
        title: "a Gateway is labelled with a network and results in no gateway",
        why: """
            Of a labelled Gateway only the addresses in its spec count, not those in its status, and only listeners \
            with a tls section on port 15443 (or the one in the label networking.istio.io/gatewayPort), those of \
            protocol HBONE, and those with the option auto-passthrough. Class istio-remote counts in the config \
            cluster only.
            """,
        fix: "Write the address into spec.addresses, and give the listener port 15443 with a tls section.",
        example: """
            kind: Gateway
            metadata: {name: east, labels: {topology.istio.io/network: east}}
            spec: {gatewayClassName: istio, listeners: [{port: 15443, protocol: TLS}]}    # no addresses, no tls
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.mesh.clusters.flatMap { cluster in
            cluster.gateways.compactMap { gateway in
                guard let network = gateway.metadata.labels.nonEmpty(LabelKey.network),
                    !context.entrances.sources.contains(gateway.metadata.reference.location),
                    !isFoundElsewhere(gateway, NetworkID(network), cluster, context)
                else { return nil }
                return finding(
                    "the Gateway is labelled for network \(network) and is not a gateway: \(reason(gateway, cluster, context))",
                    gateway.metadata.reference,
                    key: network
                )
            }
        }
    }

    /// Returns a Boolean value that indicates whether an automatically deployed Gateway has a labelled Service with its
    /// name,
    /// which is the gateway then.
    private func isFoundElsewhere(
        _ gateway: KubernetesGateway,
        _ network: NetworkID,
        _ cluster: ClusterObjects,
        _ context: LintContext
    ) -> Bool {
        gateway.addresses.isEmpty
            && context.entrances.services.contains {
                $0.label == network && $0.cluster.id == cluster.id
                    && $0.service.metadata.namespace == gateway.metadata.namespace
                    && context.entrances.sources.contains($0.reference.location)
            }
    }

    private func reason(_ gateway: KubernetesGateway, _ cluster: ClusterObjects, _ context: LintContext) -> String {
        if gateway.className == "istio-remote", cluster.id != context.mesh.configCluster {
            return "class istio-remote counts in cluster \(context.mesh.configCluster) only"
        }
        if gateway.addresses.isEmpty { return "spec.addresses is empty" }
        return "no listener is for mTLS between networks or for HBONE"
    }
}
