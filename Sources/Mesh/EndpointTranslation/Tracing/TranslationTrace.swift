public import MeshModel

/// An assignment with the reasons for every part of it.
public struct TranslationTrace: Sendable {
    /// The parts of one host's weight.
    public struct HostWeight: Hashable, Sendable {
        /// The host's own weight; 0 for gateways.
        public let own: UInt32
        /// A Boolean value that indicates whether endpoints behind the host add to it.
        public let hasShares: Bool
        /// The weight that is sent.
        public let weight: UInt32
    }

    /// A locality of the endpoints themselves, independent of their gateways.
    public struct OwnLocality: Hashable, Sendable {
        /// The locality.
        public let locality: Locality
        /// The priority of the endpoints in it.
        public let priority: UInt32
        /// Their weight, natural or by `distribute`, or `nil` if `distribute` leaves them out.
        public let weight: UInt32?
    }

    /// The source of the locality setting; the first one counts (EG-P2).
    public enum LocalityOrigin: Hashable, Sendable {
        /// The DestinationRule of the service.
        case destinationRule
        /// The Service's own preference for near endpoints.
        case trafficDistribution(TrafficDistribution)
        /// The mesh's own setting.
        case mesh
        /// None.
        case nothing
    }

    /// A label that endpoints are compared by, with the proxy's value.
    public struct WantedLabel: Hashable, Sendable {
        /// The label's key.
        public let key: String
        /// The value.
        public let value: String
    }

    /// The effect of the locality setting.
    public enum LocalityEffect: Hashable, Sendable {
        /// None: one priority, natural weights.
        case none
        /// Weights over localities.
        case distribute([LocalityLoadBalancing.Distribute])
        /// Priorities by labels, by region, or by both.
        case failover(labels: [WantedLabel], regions: [LocalityLoadBalancing.Failover], byRegion: Bool)
    }

    /// The assignment.
    public let assignment: Assignment
    /// The groups of the assignment, with all hosts expanded.
    public let groups: [Assignment.Group]
    /// The parts of the weight of each host of each group.
    public let weights: [[HostWeight]]
    /// The localities of the endpoints themselves, ascending.
    public let ownLocalities: [OwnLocality]
    /// The scaling of weights.
    public let scale: WeightScale
    /// Every endpoint of the service, or of the waypoint that replaces it, in order; each once.
    public let endpoints: [TracedEndpoint]
    /// The service port, or `nil` if the name has none.
    public let port: ServicePort?
    /// The labels of the subset, or `nil` without one.
    public let subsetLabels: Labels?
    /// The applicable DestinationRule, or `nil` without one.
    public let destinationRule: ObjectReference?
    /// The TLS mode of the rule.
    public let destinationRuleMode: ClientTLSMode?
    /// The source of the locality setting.
    public let localityOrigin: LocalityOrigin
    /// The effect of the locality setting.
    public let localityEffect: LocalityEffect
    /// A Boolean value that indicates outlier detection by the rule or the mesh, which failover requires (EG-P3).
    public let detectsOutliers: Bool
    /// A Boolean value that indicates whether networks have any effect for the proxy (EG-N1).
    public let appliesNetworks: Bool
    /// The load balancing that istiod configures for the cluster; nil unless the name is that of a service port.
    public let cluster: ConfiguredCluster?
}
