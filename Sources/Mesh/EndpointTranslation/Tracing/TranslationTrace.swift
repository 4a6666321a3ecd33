public import MeshModel

/// An assignment, and what led to every part of it.
public struct TranslationTrace: Sendable {
    /// What the weight of one host is made of.
    public struct HostWeight: Hashable, Sendable {
        /// The host's own weight; 0 for gateways.
        public let own: UInt32
        /// Whether endpoints behind the host add to it.
        public let hasShares: Bool
        /// The weight that is sent.
        public let weight: UInt32
    }

    /// A locality of the endpoints themselves, wherever the gateways in their place stand.
    public struct OwnLocality: Hashable, Sendable {
        /// The locality.
        public let locality: Locality
        /// The priority of the endpoints in it.
        public let priority: UInt32
        /// Their weight, as `distribute` sets it or as they weigh; nil where `distribute` leaves them out.
        public let weight: UInt32?
    }

    /// Where the locality setting comes from; the first one counts (EG-P2).
    public enum LocalityOrigin: Hashable, Sendable {
        /// The DestinationRule of the service.
        case destinationRule
        /// The Service's own preference for near endpoints.
        case trafficDistribution(TrafficDistribution)
        /// The mesh's own setting.
        case mesh
        /// Nobody says anything.
        case nothing
    }

    /// A label that endpoints are compared by, and the value that the proxy would like.
    public struct WantedLabel: Hashable, Sendable {
        /// The label's key.
        public let key: String
        /// The value.
        public let value: String
    }

    /// What the locality setting does.
    public enum LocalityEffect: Hashable, Sendable {
        /// Nothing: one priority, natural weights.
        case none
        /// Weights over localities.
        case distribute([LocalityLoadBalancing.Distribute])
        /// Priorities by labels, by region, or by both.
        case failover(labels: [WantedLabel], regions: [LocalityLoadBalancing.Failover], byRegion: Bool)
    }

    /// The assignment.
    public let assignment: Assignment
    /// The groups of the assignment, host by host.
    public let groups: [Assignment.Group]
    /// What the weight of each host of each group is made of.
    public let weights: [[HostWeight]]
    /// The localities of the endpoints themselves, ascending.
    public let ownLocalities: [OwnLocality]
    /// How weights were scaled.
    public let scale: WeightScale
    /// Every endpoint of the service, or of the waypoint in its place, in order; each once.
    public let endpoints: [TracedEndpoint]
    /// The service port; nil unless the name stands for one.
    public let port: ServicePort?
    /// The labels that the subset asks for; nil for none.
    public let subsetLabels: Labels?
    /// The DestinationRule that counts; nil for none.
    public let destinationRule: ObjectReference?
    /// The TLS mode that the rule gives.
    public let destinationRuleMode: ClientTLSMode?
    /// Where the locality setting comes from.
    public let localityOrigin: LocalityOrigin
    /// What the locality setting does.
    public let localityEffect: LocalityEffect
    /// Whether the rule or mesh detects outliers, without which nothing fails over (EG-P3).
    public let detectsOutliers: Bool
    /// Whether networks make a difference to the proxy (EG-N1).
    public let appliesNetworks: Bool
}
