/// One address of a service, on one port.
public struct Endpoint: Hashable, Sendable {
    /// The addresses, the first is the key; one empty string for a WorkloadEntry without address (NI-22).
    public var addresses: [String]
    /// The port to connect to; 0 for Unix sockets (NI-100).
    public var port: Int
    /// The name of the service port that it serves (NI-80).
    public var portName: String
    /// The network that it is in.
    public var network: NetworkID
    /// Why it is in that network.
    public var networkProvenance: Provenance
    /// The cluster that it belongs to (NI-90, NI-99).
    public var cluster: ClusterID
    /// The locality label as it stands, `region/zone/subzone`; groups are made of this text (EG-W5).
    public var localityLabel: String
    /// The weight; 0 counts as 1 (EG-W1).
    public var weight: UInt32
    /// The TLS mode: `istio` when it accepts the mesh's mTLS (NI-92, NI-96).
    public var tlsMode: String
    /// Own labels and the synthetic ones (NI-93).
    public var labels: Labels
    /// The workload's name (NI-94).
    public var workloadName: String
    /// The workload's namespace; empty for addresses without a pod (NI-82).
    public var namespace: String
    /// The node that it runs on; empty when not known.
    public var nodeName: String
    /// Health as the source tells it.
    public var health: EndpointHealth
    /// The object that names the address: an EndpointSlice, WorkloadEntry or ServiceEntry.
    public var source: ObjectReference
    /// Whether proxies of its own cluster only may see it (EG-E10, NI-113).
    public var isSameClusterOnly: Bool
    /// Whether it takes HBONE tunnels; only known in ambient mode (EG-A1).
    public var acceptsHBONE: Bool

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
        acceptsHBONE: Bool = false
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
    }

    /// The first address, by which the endpoint is known; empty when it has none.
    @inlinable public var address: String { addresses.first ?? "" }
}
