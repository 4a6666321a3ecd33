public import MeshModel

/// A ClusterLoadAssignment, as far as shares depend on it.
public struct BalancedAssignment: Hashable, Sendable {
    /// The endpoints of one locality and priority, as they are listed.
    public struct LocalityEndpoints: Hashable, Sendable {
        /// The locality.
        public var locality: Locality
        /// 0 is the best.
        public var priority: Int
        /// The locality's weight; nil when none is given.
        public var weight: UInt32?
        /// The endpoints in order.
        public var endpoints: [BalancedEndpoint]

        /// Creates a locality.
        public init(
            locality: Locality = Locality(),
            priority: Int = 0,
            weight: UInt32? = nil,
            endpoints: [BalancedEndpoint]
        ) {
            self.locality = locality
            self.priority = priority
            self.weight = weight
            self.endpoints = endpoints
        }
    }

    /// The cluster name.
    public var name: String
    /// The localities in order.
    public var localities: [LocalityEndpoints]
    /// `policy.overprovisioning_factor`, in percent.
    public var overprovisioningFactor: Int
    /// `policy.weighted_priority_health`: whether health of a priority is weighed instead of counted.
    public var weighsPriorityHealth: Bool

    /// Creates an assignment.
    public init(
        name: String = "",
        localities: [LocalityEndpoints],
        overprovisioningFactor: Int = 140,
        weighsPriorityHealth: Bool = false
    ) {
        self.name = name
        self.localities = localities
        self.overprovisioningFactor = overprovisioningFactor
        self.weighsPriorityHealth = weighsPriorityHealth
    }
}
