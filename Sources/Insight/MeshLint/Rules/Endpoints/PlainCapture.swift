internal import MeshModel
internal import MeshSources

/// SH047: captured workloads that are sent plain, and sidecars that are sent tunnels, in ambient mode.
struct PlainCapture: LintRule {
    let about = RuleDescription(
        code: "SH047",
        severity: .warning,
        title: "captured workloads are reached in plain text, or sidecars of other networks by tunnels, by istiod 1.30",
        why: """
            In ambient mode with several networks istiod keeps single workloads of its own network only. Proxies elsewhere \
            are sent plain addresses of the captured workloads beside them, which a STRICT PeerAuthentication refuses. \
            Waypoints and gateways enter other networks by a tunnel in a tunnel, for which sidecars there have no filter \
            chain. The standard rules use tunnels for captured workloads only, and for all of them.
            """,
        fix: """
            Run a control plane in each network, and do not mix sidecars and captured workloads in services of several \
            networks; or serve endpoints by the standard rules.
            """,
        example: """
            kind: Pod    # in another network than that of the control plane
            metadata: {annotations: {ambient.istio.io/redirection: enabled}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        guard context.snapshot.features.isAmbient else { return [] }
        return unknown(context) + behindTunnels(context)
    }

    /// Returns the captured pods of each cluster that are endpoints without tunnels.
    private func unknown(_ context: LintContext) -> [Finding] {
        // One pass over the endpoints, however many clusters there are.
        var plain: [ClusterID: Set<String>] = [:]
        for endpoint in context.snapshot.shards.values.joined().lazy.flatMap(\.endpoints) where !endpoint.acceptsHBONE {
            plain[endpoint.cluster, default: []].formUnion(endpoint.addresses)
        }
        return context.mesh.clusters.compactMap { cluster -> Finding? in
            let captured = cluster.pods.filter {
                $0.metadata.annotations[LabelKey.ambientRedirection] == "enabled" && $0.isUsable
            }
            let missing = captured.filter { plain[cluster.id]?.contains($0.podIP) == true }
                .sorted { ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name) }
            guard let first = missing.first else { return nil }
            return finding(
                "\(Wording.count(missing.count, "captured workload")) of cluster \(cluster.id) "
                    + "\(missing.count == 1 ? "is" : "are") not in the index of ambient mode: sent in plain text",
                first.metadata.reference,
                key: cluster.id.name
            )
        }
    }

    /// Returns the networks with sidecars that are entered by tunnels.
    private func behindTunnels(_ context: LintContext) -> [Finding] {
        guard context.snapshot.features.isAmbientMultiNetwork else { return [] }
        let isByEndpoint = context.semantics.tunnelsAcrossNetworks == .byEndpoint
        var sidecars: [NetworkID: Int] = [:]
        for endpoint in context.snapshot.shards.values.joined().lazy.flatMap(\.endpoints)
        where endpoint.tlsMode == "istio" && !endpoint.acceptsHBONE {
            sidecars[endpoint.network, default: 0] += 1
        }
        return sidecars.keys.sorted().compactMap { network -> Finding? in
            let gateway = context.gateways(of: network).first { $0.hbonePort != 0 }
            guard let gateway, let object = gateway.provenance.object, let count = sidecars[network] else { return nil }
            let effect =
                isByEndpoint
                ? "they are reached by mTLS; istiod 1.30 would use tunnels, which they do not take"
                : "waypoints and gateways of other networks are sent tunnels, which they do not take"
            return finding(
                "network \(network) has \(Wording.count(count, "endpoint")) with a sidecar behind a gateway for HBONE: "
                    + effect,
                object,
                isByEndpoint ? .info : nil,
                key: network.name
            )
        }
    }
}
