/// The part of the services exported to its namespace that a proxy sees (EG-S11).
public enum ServiceView: Hashable, Sendable {
    /// A gateway or waypoint: all of them.
    case gateway
    /// A sidecar: those that its Sidecar resource imports; all without one.
    case sidecar(Sidecar?)

    /// The egress listeners, each with the services that it imports.
    var listeners: [Sidecar.EgressListener] {
        guard case .sidecar(let sidecar?) = self else { return [.everything] }
        return sidecar.egress
    }
}

extension MeshSnapshot {
    /// Returns the part of the services that a proxy sees.
    public func view(of proxy: Proxy) -> ServiceView {
        guard proxy.kind == .sidecar else { return .gateway }
        return .sidecar(sidecars.sidecar(namespace: proxy.namespace) { proxy.labels.contains($0) })
    }

    /// Returns the service that a proxy sees under a host name.
    public func service(named hostname: String, for proxy: Proxy) -> Service? {
        services.service(named: hostname, visibleTo: proxy.namespace, view(of: proxy))
    }

    /// Returns all services that a proxy sees, one for each host name, ascending by host name.
    public func services(for proxy: Proxy) -> [Service] {
        let view = view(of: proxy)
        return services.hostnames.compactMap { services.service(named: $0, visibleTo: proxy.namespace, view) }
    }
}
