public import MeshModel

/// How clients reach endpoints over the borders of networks: the very decisions of translation, without the rest of it.
///
/// For those who show a mesh as a whole. What a single proxy gets is the business of ``EndpointTranslator``.
public struct NetworkReach: Sendable {
    private let mesh: MeshSnapshot
    private let horizon: SplitHorizon

    /// Makes it for a mesh.
    public init(_ mesh: MeshSnapshot) {
        self.mesh = mesh
        horizon = SplitHorizon(gateways: mesh.gateways, semantics: mesh.semantics, features: mesh.features)
    }

    /// Whether networks make a difference at all (EG-N1).
    public var isMultiNetwork: Bool { horizon.isMultiNetwork }

    /// Whether an endpoint can take traffic: ready, or nothing is known against it (EG-H1, EG-H6).
    public static func isHealthy(_ endpoint: Endpoint) -> Bool { endpoint.isHealthy }

    /// Tells which endpoints of a service port are reached with the mesh's mTLS, for clients in its own namespace
    /// (EG-M1 to EG-M8).
    ///
    /// - Parameters:
    ///   - service: the service.
    ///   - port: the number of one of its ports.
    public func mutualTLS(_ service: Service, port: Int) -> (Endpoint) -> Bool {
        let rule = mesh.destinationRules.rule(
            hostname: service.hostname,
            serviceNamespace: service.namespace,
            proxyNamespace: service.namespace,
            proxyLabels: { [:] }
        )
        let policy = EffectivePolicy(rule: rule, port: port, subset: "", semantics: mesh.semantics)
        let check = MutualTLSCheck(policy: policy, peerAuthentications: mesh.peerAuthentications)
        return { check.announcedMode($0) == "istio" }
    }

    /// Decides for one endpoint (EG-N1 to EG-N15).
    ///
    /// - Parameters:
    ///   - endpoint: the endpoint.
    ///   - isMutual: whether it is reached with the mesh's mTLS.
    ///   - proxy: the client.
    public func decision(for endpoint: Endpoint, isMutual: Bool, from proxy: Proxy) -> NetworkDecision {
        var view = RecordingProxyView(proxy)
        return horizon.decision(for: endpoint, isMutual: isMutual, &view)
    }
}
