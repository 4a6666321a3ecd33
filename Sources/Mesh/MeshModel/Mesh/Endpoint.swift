/// One address of a service, on one port.
public struct Endpoint: Hashable, Sendable {
    /// The addresses, the key first; one empty string for a WorkloadEntry without address (NI-22).
    public var addresses: [String]
    /// The port to connect to; 0 for Unix sockets (NI-100).
    public var port: Int
    /// The name of its service port (NI-80).
    public var portName: String
    /// The network.
    public var network: NetworkID
    /// The provenance of the network.
    public var networkProvenance: Provenance
    /// The cluster (NI-90, NI-99).
    public var cluster: ClusterID
    /// The unparsed locality label, `region/zone/subzone`; groups are formed by this text (EG-W5).
    public var localityLabel: String
    /// The weight; 0 counts as 1 (EG-W1).
    public var weight: UInt32
    /// The TLS mode: `istio` if it accepts the mesh's mTLS (NI-92, NI-96).
    public var tlsMode: String
    /// The workload's own labels and the synthetic ones (NI-93).
    public var labels: Labels
    /// The workload's name (NI-94).
    public var workloadName: String
    /// The workload's namespace; empty for addresses without a pod (NI-82).
    public var namespace: String
    /// The node; empty if unknown.
    public var nodeName: String
    /// The health as reported by the source.
    public var health: EndpointHealth
    /// The object with the address: an EndpointSlice, WorkloadEntry or ServiceEntry.
    public var source: ObjectReference
    /// A Boolean value that indicates whether only proxies of its own cluster may see it (EG-E10, NI-113).
    public var isSameClusterOnly: Bool
    /// A Boolean value that indicates whether it accepts HBONE tunnels; only set in ambient mode (EG-A1).
    public var acceptsHBONE: Bool
    /// The number of its service port, if that identifies it beside the name; 0 for EndpointSlices (EG-E4).
    public var servicePort: Int

    /// Makes an endpoint.
    public init(
        addresses: [String],
        port: Int,
        portName: String,
        network: NetworkID,
        networkProvenance: Provenance,
        cluster: ClusterID,
        localityLabel: String,
        weight: UInt32,
        tlsMode: String,
        labels: Labels,
        workloadName: String,
        namespace: String,
        nodeName: String,
        health: EndpointHealth,
        source: ObjectReference,
        isSameClusterOnly: Bool = false,
        acceptsHBONE: Bool = false,
        servicePort: Int = 0
    ) {
        self.addresses = addresses
        self.port = port
        self.portName = portName
        self.network = network
        self.networkProvenance = networkProvenance
        self.cluster = cluster
        self.localityLabel = localityLabel
        self.weight = weight
        self.tlsMode = tlsMode
        self.labels = labels
        self.workloadName = workloadName
        self.namespace = namespace
        self.nodeName = nodeName
        self.health = health
        self.source = source
        self.isSameClusterOnly = isSameClusterOnly
        self.acceptsHBONE = acceptsHBONE
        self.servicePort = servicePort
    }

    /// The first address, which identifies the endpoint; empty without one.
    @inlinable public var address: String { addresses.first ?? "" }
}

extension Endpoint {
    /// Returns the addresses that a proxy reaches: those of its family, and those that are no IP addresses.
    public func addresses(reachedBy mode: Proxy.AddressMode) -> [String] {
        guard let family = mode.family else { return addresses }
        return addresses.filter { IPAddress($0).map { $0.family == family } ?? true }
    }

    /// Returns the first address that a proxy reaches, otherwise the first of all.
    public func address(reachedBy mode: Proxy.AddressMode) -> String {
        addresses.count > 1 ? addresses(reachedBy: mode).first ?? address : address
    }
}
