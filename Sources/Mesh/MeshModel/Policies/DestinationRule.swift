/// A DestinationRule, as far as endpoints depend on it.
public struct DestinationRule: Hashable, Sendable {
    /// A named part of a service's endpoints.
    public struct Subset: Hashable, Sendable {
        /// The name, as it stands in cluster names.
        public let name: String
        /// The labels that endpoints must carry; none means all (EG-E6).
        public let labels: Labels
        /// The subset's own policy.
        public let trafficPolicy: TrafficPolicy?

        /// Makes a subset.
        public init(name: String, labels: Labels, trafficPolicy: TrafficPolicy?) {
            self.name = name
            self.labels = labels
            self.trafficPolicy = trafficPolicy
        }
    }

    /// The host it is for, fully qualified; may begin with `*`.
    public var host: String
    /// The policy for the whole host.
    public var trafficPolicy: TrafficPolicy?
    /// The subsets in the order of the object.
    public var subsets: [Subset]
    /// Who may see it.
    public var exportTo: ExportTo
    /// The proxies it is for; nil for all (EG-S6).
    public var workloadSelector: Labels?
    /// Seconds since 1970 when the object was made.
    public var creationTime: Int64
    /// The object itself; rules merged from several name the first.
    public var source: ObjectReference

    /// Makes a rule.
    public init(
        host: String,
        trafficPolicy: TrafficPolicy?,
        subsets: [Subset],
        exportTo: ExportTo,
        workloadSelector: Labels?,
        creationTime: Int64,
        source: ObjectReference
    ) {
        self.host = host
        self.trafficPolicy = trafficPolicy
        self.subsets = subsets
        self.exportTo = exportTo
        self.workloadSelector = workloadSelector
        self.creationTime = creationTime
        self.source = source
    }

    /// The subset of that name.
    public func subset(named name: String) -> Subset? { subsets.first { $0.name == name } }
}
