/// A pod or WorkloadEntry as what a proxy may be running in (NI-32, EG-I3).
public struct Workload: Hashable, Sendable {
    /// The pod's or entry's name.
    public let name: String
    /// Its namespace.
    public let namespace: String
    /// The cluster whose API server knows it.
    public let cluster: ClusterID
    /// Its addresses.
    public let addresses: [String]
    /// Its own labels.
    public let labels: Labels
    /// Its network.
    public let network: NetworkID
    /// Why it is in that network.
    public let networkProvenance: Provenance
    /// Its locality label; empty when not known.
    public let localityLabel: String
    /// The node that it runs on; empty when not known.
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
