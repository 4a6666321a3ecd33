/// A pod or WorkloadEntry that a proxy may belong to (NI-32, EG-I3).
public struct Workload: Hashable, Sendable {
    /// The pod's or entry's name.
    public let name: String
    /// Its namespace.
    public let namespace: String
    /// The cluster of its API server.
    public let cluster: ClusterID
    /// Its addresses.
    public let addresses: [String]
    /// Its own labels.
    public let labels: Labels
    /// Its network.
    public let network: NetworkID
    /// The provenance of the network.
    public let networkProvenance: Provenance
    /// The locality label; empty if unknown.
    public let localityLabel: String
    /// The node; empty if unknown.
    public let nodeName: String

    /// Makes a workload.
    public init(
        name: String,
        namespace: String,
        cluster: ClusterID,
        addresses: [String],
        labels: Labels,
        network: NetworkID,
        networkProvenance: Provenance,
        localityLabel: String,
        nodeName: String
    ) {
        self.name = name
        self.namespace = namespace
        self.cluster = cluster
        self.addresses = addresses
        self.labels = labels
        self.network = network
        self.networkProvenance = networkProvenance
        self.localityLabel = localityLabel
        self.nodeName = nodeName
    }
}
