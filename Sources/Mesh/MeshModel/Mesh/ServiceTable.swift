/// All services of the mesh, and which of them a proxy sees under a host name (EG-S1).
public struct ServiceTable: Sendable {
    private let byHostname: [String: [Service]]
    /// All services in order: by creation time, then namespace and host name.
    public let services: [Service]

    /// Indexes services.
    public init(_ services: [Service]) {
        self.services = services.sorted {
            ($0.creationTime, $0.hostname, $0.namespace, $0.source.name)
                < ($1.creationTime, $1.hostname, $1.namespace, $1.source.name)
        }
        byHostname = Dictionary(grouping: self.services, by: \.hostname)
    }

    /// All services of that host name, in order.
    public func services(named hostname: String) -> [Service] { byHostname[hostname] ?? [] }

    /// All host names, ascending.
    public var hostnames: [String] { byHostname.keys.sorted() }

    /// The host names whose services are not the same in another table.
    func hosts(differingFrom other: ServiceTable) -> Set<String> {
        guard services != other.services else { return [] }
        var hosts = Set(byHostname.keys).symmetricDifference(other.byHostname.keys)
        for (host, services) in byHostname where other.byHostname[host] != services { hosts.insert(host) }
        return hosts
    }

    /// Returns a Boolean value that indicates whether all proxies without a Sidecar resource see the same service.
    public func isSameForAll(_ hostname: String) -> Bool {
        let services = services(named: hostname)
        return services.allSatisfy { $0.exportTo == .everyone && $0.namespace == services.first?.namespace }
    }

    /// Returns the service that a proxy sees under a host name.
    ///
    /// - Parameters:
    ///   - hostname: the host name.
    ///   - namespace: the proxy's namespace.
    ///   - view: the part of the exported services that the proxy sees.
    public func service(named hostname: String, visibleTo namespace: String, _ view: ServiceView) -> Service? {
        let visible = visible(hostname, to: namespace)
        guard case .sidecar = view else { return Self.merged(visible) }
        return Self.merged(view.listeners.flatMap { Self.imported(visible, by: $0, into: namespace) })
    }

    /// Returns the numbers of a service's other ports with the name of a port, by all objects that describe it (EG-E4).
    public func otherPorts(sharingNameWith port: ServicePort, of service: Service) -> Set<Int> {
        let described = services(named: service.hostname).filter {
            $0.namespace == service.namespace && $0.registry == service.registry
        }
        let others = described.lazy.flatMap(\.ports).filter { $0.name == port.name && $0.number != port.number }
        return Set(others.map(\.number))
    }

    /// Returns the services that are exported to a namespace: its own private ones, those exported to it by name, public ones.
    private func visible(_ hostname: String, to namespace: String) -> [Service] {
        let visible = services(named: hostname).filter { $0.exportTo.includes(namespace) }
        guard visible.count > 1 else { return visible }
        let named = visible.filter { $0.exportTo != .everyone }
        return named.filter { $0.namespace == namespace } + named.filter { $0.namespace != namespace }
            + visible.filter { $0.exportTo == .everyone }
    }

    /// Returns the services that an egress listener imports: of several namespaces only those of one.
    private static func imported(
        _ visible: [Service],
        by listener: Sidecar.EgressListener,
        into namespace: String
    ) -> [Service] {
        var imported: [Service] = []
        for var service in visible where listener.imports(service, into: namespace) {
            if let number = listener.port {
                guard let port = service.ports.first(where: { $0.number == number }) else { continue }
                service.ports = [port]
            }
            imported.append(service)
        }
        guard var chosen = imported.first else { return [] }
        for service in imported {
            // The proxy's own namespace goes first, then Kubernetes Services before ServiceEntries.
            let isOwn = service.namespace == namespace
            let isBetter =
                chosen.registry != .kubernetes && service.registry == .kubernetes && chosen.namespace != namespace
            if isOwn || isBetter { chosen = service }
        }
        return imported.filter { $0.namespace == chosen.namespace }
    }

    /// Returns one service of all that have the same host name, in order: the first one, but any Kubernetes Service before
    /// ServiceEntries, with the ports of those that can be merged into it (EG-S1).
    private static func merged(_ services: [Service]) -> Service? {
        guard var result = services.first else { return nil }
        for other in services.dropFirst() {
            if result.registry != .kubernetes, other.registry == .kubernetes {
                result = other
                continue
            }
            guard result.canTakePorts(of: other) else { continue }
            for port in other.ports where !result.ports.contains(where: { $0.number == port.number }) {
                result.ports.append(port)
            }
        }
        return result
    }
}

extension Sidecar.EgressListener {
    /// Returns a Boolean value that indicates whether an entry of the listener's hosts covers the service.
    fileprivate func imports(_ service: Service, into namespace: String) -> Bool {
        hosts.contains { entry in
            let isNamespace =
                switch entry.namespace {
                case .any: true
                case .own: service.namespace == namespace
                case .named(let name): service.namespace == name
                }
            return isNamespace && HostPattern.covers(entry.host, service.hostname)
        }
    }
}

extension Service {
    /// Returns a Boolean value that indicates whether two objects of one host name may describe one service together.
    fileprivate func canTakePorts(of other: Service) -> Bool {
        namespace == other.namespace && registry == other.registry && resolution == other.resolution
            && exportTo == other.exportTo && labels == other.labels && selector == other.selector
    }
}
