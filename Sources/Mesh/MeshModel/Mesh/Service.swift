/// A service of the mesh, merged over the clusters that define it (NI-78).
public struct Service: Hashable, Sendable {
    /// The registry of a service.
    public enum Registry: Hashable, Sendable {
        /// A Kubernetes Service.
        case kubernetes
        /// A ServiceEntry.
        case serviceEntry
    }

    /// The way in which clients find the endpoints of a service.
    public enum Resolution: Hashable, Sendable {
        /// Endpoints are known and sent: ClusterIP Services, static ServiceEntries.
        case clientSide
        /// The proxy resolves host names itself; the EDS assignment is empty (EG-S7).
        case dns
        /// The proxy connects to the client's destination: headless Services, ServiceEntries without resolution.
        case passthrough
        /// An alias of another name: ExternalName (NI-72).
        case alias
    }

    /// The fully qualified host name.
    public var hostname: String
    /// The namespace of the object that defines it.
    public var namespace: String
    /// The registry.
    public var registry: Registry
    /// The way to find endpoints.
    public var resolution: Resolution
    /// The ports in the order of the object.
    public var ports: [ServicePort]
    /// The visibility.
    public var exportTo: ExportTo
    /// `internalTrafficPolicy: Local`: endpoints on the proxy's own node only (NI-112).
    public var isNodeLocal: Bool
    /// The preference for near endpoints.
    public var trafficDistribution: TrafficDistribution
    /// The label `istio.io/persistent-session` is set: draining endpoints are sent (EG-H6).
    public var keepsDrainingEndpoints: Bool
    /// The labels of the object that defines it; ServiceEntries with different ones are not merged.
    public var labels: Labels
    /// The labels of the workloads that a ServiceEntry selects; empty where it selects none.
    public var selector: Labels
    /// The creation time of the object, in seconds since 1970; orders services (EG-S1).
    public var creationTime: Int64
    /// The object that defines it; for several clusters the first registry's (NI-78).
    public var source: ObjectReference

    /// Makes a service.
    public init(
        hostname: String,
        namespace: String,
        registry: Registry,
        resolution: Resolution,
        ports: [ServicePort],
        exportTo: ExportTo,
        isNodeLocal: Bool,
        trafficDistribution: TrafficDistribution,
        keepsDrainingEndpoints: Bool,
        labels: Labels = [:],
        selector: Labels = [:],
        creationTime: Int64,
        source: ObjectReference
    ) {
        self.hostname = hostname
        self.namespace = namespace
        self.registry = registry
        self.resolution = resolution
        self.ports = ports
        self.exportTo = exportTo
        self.isNodeLocal = isNodeLocal
        self.trafficDistribution = trafficDistribution
        self.keepsDrainingEndpoints = keepsDrainingEndpoints
        self.labels = labels
        self.selector = selector
        self.creationTime = creationTime
        self.source = source
    }

    /// Returns the first port with a number that does not carry UDP (EG-S4).
    public func port(number: Int) -> ServicePort? {
        ports.first { $0.number == number && !$0.isUDP }
    }
}

extension Service {
    /// The key of the service in a snapshot.
    public var key: MeshSnapshot.ServiceKey { MeshSnapshot.ServiceKey(hostname: hostname, namespace: namespace) }
}
