internal import MeshModel

/// The service and the policies that count for a cluster name and a proxy.
extension EndpointTranslator {
    /// The service that the proxy sees under a host name; sidecars see what their Sidecar resource imports (EG-S1).
    func service(named hostname: String, _ view: inout RecordingProxyView) -> Service? {
        guard !mesh.sidecars.isEmpty || !mesh.services.isSameForAll(hostname) else {
            return mesh.services.service(named: hostname, visibleTo: "", .gateway)
        }
        let namespace = view.namespace()
        guard view.kind() == .sidecar else {
            return mesh.services.service(named: hostname, visibleTo: namespace, .gateway)
        }
        let sidecar = mesh.sidecars.sidecar(namespace: namespace) { view.hasLabels($0) }
        return mesh.services.service(named: hostname, visibleTo: namespace, .sidecar(sidecar))
    }

    /// Returns a Boolean value that indicates whether endpoints that are not ready are sent (EG-H4).
    func sendsUnready(of service: Service, _ policy: EffectivePolicy) -> Bool {
        if service.trafficDistribution != .any { return true }
        guard semantics.unreadyEndpoints == .send else { return false }
        return (policy.settings.outlierDetection?.minHealthPercent ?? 0) <= 0
    }

    func policy(
        for cluster: ClusterName,
        _ service: Service,
        _ view: inout RecordingProxyView
    ) -> EffectivePolicy {
        let subset = mesh.features.isAmbient ? cluster.subsetBehindProtocol : cluster.subset
        guard mesh.destinationRules.mayCover(service.hostname) else {
            return EffectivePolicy(rule: nil, port: cluster.port, subset: subset, semantics: semantics)
        }
        let namespace = view.namespace()
        let rule = mesh.destinationRules.rule(
            hostname: service.hostname,
            serviceNamespace: service.namespace,
            proxyNamespace: namespace,
            hasLabels: { view.hasLabels($0) }
        )
        return EffectivePolicy(rule: rule, port: cluster.port, subset: subset, semantics: semantics)
    }
}
