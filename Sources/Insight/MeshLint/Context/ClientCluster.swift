internal import EndpointTranslation
internal import MeshExplanation
internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// A service port as one proxy has it: the configuration of its cluster, the assignment, and the shares.
struct ClientCluster {
    /// The cluster name.
    let name: String
    /// The service.
    let service: Service
    /// The proxy of `proxies.yaml`; nil for a sidecar that stands for those of a network.
    let declared: KnownProxy?
    /// The proxies that have the cluster.
    let viewer: ClientViewer
    /// The configuration of the cluster.
    let settings: ConfiguredCluster
    /// The assignment with its trace.
    let explanation: AssignmentExplanation
    /// The shares of its addresses.
    let shares: EffectiveShares

    /// The DestinationRule that decides the policy; nil if none does.
    var policyRule: ObjectReference? { Self.rule(settings.policyOrigin) }

    /// The object of an origin, if it is a DestinationRule.
    static func rule(_ origin: ConfiguredCluster.Origin) -> ObjectReference? {
        guard case .destinationRule(let object) = origin else { return nil }
        return object
    }

    /// The description of the proxies that have the cluster.
    var clients: String {
        declared?.declared.node.id ?? viewer.description
    }
}

extension ClientCluster {
    /// Returns the clusters of services with a DestinationRule or an HTTP/2 port, as sidecars of every network have
    /// them, and the clusters that declared gRPC clients request.
    static func all(in context: LintContext) -> [ClientCluster] {
        let hosts = (context.configCluster?.destinationRules ?? []).map { rule in
            rule.host.contains(".") || rule.host.hasPrefix("*")
                ? rule.host : "\(rule.host).\(rule.metadata.namespace).svc.\(context.mesh.domainSuffix)"
        }
        let exact = Set(hosts.filter { !$0.hasPrefix("*") })
        let patterns = hosts.filter { $0.hasPrefix("*") }
        let libraries = context.proxies.filter { $0.proxy.client == .grpc }
        let services = context.services.filter { endpoints in
            guard let service = endpoints.service else { return false }
            return exact.contains(service.hostname) || service.ports.contains { $0.application == .http2 }
                || patterns.contains { HostPattern.covers($0, service.hostname) }
        }
        guard !services.isEmpty || !libraries.isEmpty, let explainer = context.explainer else { return [] }
        var clusters: [ClientCluster] = []
        for endpoints in services {
            guard let service = endpoints.service else { continue }
            let viewers = context.viewers(of: endpoints)
            for port in service.ports where !port.isUDP {
                let name = "outbound|\(port.number)||\(service.hostname)"
                clusters += viewers.compactMap { ClientCluster(name, for: $0, nil, explainer) }
            }
        }
        for library in libraries {
            clusters += library.declared.resources.compactMap {
                ClientCluster($0, for: ClientViewer(library.proxy), library, explainer)
            }
        }
        return clusters
    }

    private init?(_ name: String, for viewer: ClientViewer, _ declared: KnownProxy?, _ explainer: MeshExplainer) {
        let explanation = explainer.outline(name, for: viewer.proxy)
        guard let service = explanation.service, let settings = explanation.trace.cluster else { return nil }
        self.init(
            name: name,
            service: service,
            declared: declared,
            viewer: viewer,
            settings: settings,
            explanation: explanation,
            shares: EffectiveShares(explanation)
        )
    }
}
