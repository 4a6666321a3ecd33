public import MeshModel

/// The conditions on which shares depend besides the assignment and the cluster.
public struct TrafficConditions: Hashable, Sendable {
    /// The cluster that the client itself belongs to, for zone-aware routing.
    public struct LocalCluster: Hashable, Sendable {
        /// The client's own locality.
        public var ownLocality: Locality
        /// The number of healthy hosts of the local cluster in each locality.
        public var hosts: [Locality: Int]

        /// Creates a local cluster.
        public init(ownLocality: Locality, hosts: [Locality: Int]) {
            self.ownLocality = ownLocality
            self.hosts = hosts
        }
    }

    /// The number of requests that are in flight at a time.
    public var inFlight: Int
    /// The time that hosts need for an answer, by address, in any unit; 1 where nothing is said.
    public var latencies: [String: Double]
    /// The seconds since hosts were added, by address, for slow start; longer than any window where nothing is said.
    public var ages: [String: Double]
    /// The subset that requests ask for.
    public var subset: [String: MetadataValue]
    /// The client's own cluster (`cluster_manager.local_cluster_name`); nil without.
    public var localCluster: LocalCluster?

    /// Creates conditions; the default is one request at a time among hosts that are equally fast.
    public init(
        inFlight: Int = 1,
        latencies: [String: Double] = [:],
        ages: [String: Double] = [:],
        subset: [String: MetadataValue] = [:],
        localCluster: LocalCluster? = nil
    ) {
        self.inFlight = inFlight
        self.latencies = latencies
        self.ages = ages
        self.subset = subset
        self.localCluster = localCluster
    }
}
