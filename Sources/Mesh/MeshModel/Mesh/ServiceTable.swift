/// All services of the mesh, and which of them a namespace sees under a host name (EG-S1).
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

    /// The host names whose services are not the same in another table.
    func hosts(differingFrom other: ServiceTable) -> Set<String> {
        guard services != other.services else { return [] }
        var hosts = Set(byHostname.keys).symmetricDifference(other.byHostname.keys)
        for (host, services) in byHostname where other.byHostname[host] != services { hosts.insert(host) }
        return hosts
    }

    /// Returns a Boolean value that indicates whether every namespace sees the same service under a host name.
    public func isSameForAll(_ hostname: String) -> Bool {
        services(named: hostname).allSatisfy { $0.exportTo == .everyone }
    }

    /// The service that a namespace sees under a host name.
    ///
    /// Services exported to the namespace by name come first, then public ones; a Kubernetes Service goes before a
    /// ServiceEntry.
    public func service(named hostname: String, visibleTo namespace: String) -> Service? {
        let visible = services(named: hostname).filter { $0.exportTo.includes(namespace) }
        if let kubernetes = visible.first(where: { $0.registry == .kubernetes }) { return kubernetes }
        let own = visible.filter { $0.exportTo != .everyone }
        guard var chosen = own.first ?? visible.first else { return nil }
        // Ports of other ServiceEntries for the host in the same namespace are added to it (EG-S1).
        for other in visible where other.source != chosen.source {
            guard other.namespace == chosen.namespace, other.resolution == chosen.resolution else { continue }
            for port in other.ports where !chosen.ports.contains(where: { $0.number == port.number }) {
                chosen.ports.append(port)
            }
        }
        return chosen
    }
}
