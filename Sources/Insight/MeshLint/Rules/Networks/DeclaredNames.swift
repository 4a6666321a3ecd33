internal import EndpointTranslation
internal import MeshModel
internal import MeshSources

/// SH036: a declared proxy that names something that does not exist.
struct DeclaredNames: LintRule {
    let about = RuleDescription(
        code: "SH036",
        severity: .warning,
        title: "a proxy of proxies.yaml names a cluster, network or subset that does not exist",
        why: """
            For a cluster name without a service nothing is sent, and for a subset that no DestinationRule defines all \
            endpoints of the service. Networks in REQUESTED_NETWORK_VIEW are not trimmed: "a, b" means network a and a \
            network called " b".
            """,
        fix: "Correct the name, or remove it from the list.",
        example: """
            resources: ["outbound|80||wbe.shop.svc.cluster.local"]
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        let ids = Set(context.mesh.clusters.map(\.id))
        var findings: [Finding] = []
        for known in context.proxies {
            for name in known.declared.resources {
                guard let problem = problem(of: name, known.proxy, context.snapshot) else { continue }
                findings.append(finding("\(name): \(problem)", known.reference, key: name))
            }
            for network in known.proxy.networkView where !isKnown(network, context) {
                let trimmed = network.name.hasPrefix(" ") ? ", and its name begins with a space" : ""
                findings.append(
                    finding(
                        "REQUESTED_NETWORK_VIEW names network \"\(network)\", which is empty\(trimmed)",
                        known.reference,
                        key: network.name
                    )
                )
            }
            let cluster = known.proxy.cluster
            if !cluster.isEmpty, !ids.contains(cluster) {
                findings.append(
                    finding(
                        "CLUSTER_ID is \(cluster), which is not a cluster of the mesh",
                        known.reference,
                        key: "cluster"
                    )
                )
            }
        }
        return findings
    }

    private func isKnown(_ network: NetworkID, _ context: LintContext) -> Bool {
        network.isEmpty || context.networks.inhabited.contains(network) || context.networks[network].hasProxies
            || context.networkNames.established.contains(network)
    }

    private func problem(of name: String, _ proxy: Proxy, _ snapshot: MeshSnapshot) -> String? {
        let cluster = ClusterName(name)
        guard !cluster.hostname.isEmpty else { return "not a cluster name" }
        guard let service = snapshot.service(named: cluster.hostname, for: proxy) else {
            let services = snapshot.services.services(named: cluster.hostname)
            if case .sidecar(let sidecar?) = snapshot.view(of: proxy),
                services.contains(where: { $0.exportTo.includes(proxy.namespace) })
            {
                return "\(sidecar.source) does not import the service"
            }
            return services.isEmpty
                ? "no service with this name" : "the service is not visible in namespace \(proxy.namespace)"
        }
        guard service.port(number: cluster.port) != nil else { return "the service has no port \(cluster.port)" }
        guard !cluster.subset.isEmpty, !snapshot.features.isAmbient else { return nil }
        let rule = snapshot.destinationRules.rule(
            hostname: cluster.hostname,
            serviceNamespace: service.namespace,
            proxyNamespace: proxy.namespace,
            hasLabels: { proxy.labels.contains($0) }
        )
        guard rule?.subset(named: cluster.subset) == nil else { return nil }
        return "no DestinationRule defines subset \(cluster.subset), so all endpoints are sent"
    }
}
