/// The properties of a DestinationRule that affect endpoints.
public struct DestinationRule: Hashable, Sendable {
    /// A named part of a service's endpoints.
    public struct Subset: Hashable, Sendable {
        /// The name in cluster names.
        public let name: String
        /// The labels that endpoints must have; empty for all endpoints (EG-E6).
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
    /// The namespaces that it is exported to, as they are written: `*`, `.`, `~` and names; empty for the mesh's default.
    ///
    /// A rule that selects workloads is exported to its own namespace only (EG-S9).
    public var exportTo: Set<String>
    /// The proxies to which it applies, or `nil` for all (EG-S6).
    public var workloadSelector: Labels?
    /// The creation time of the object, in seconds since 1970.
    public var creationTime: Int64
    /// The object; rules merged from several objects have the first.
    public var source: ObjectReference
    /// The objects that were merged into it, in order.
    public var merged: [ObjectReference] = []

    /// Makes a rule.
    public init(
        host: String,
        trafficPolicy: TrafficPolicy?,
        subsets: [Subset],
        exportTo: Set<String>,
        workloadSelector: Labels?,
        creationTime: Int64,
        source: ObjectReference
    ) {
        self.host = host
        self.trafficPolicy = trafficPolicy
        self.subsets = subsets
        self.exportTo = workloadSelector == nil ? exportTo : ["."]
        self.workloadSelector = workloadSelector
        self.creationTime = creationTime
        self.source = source
    }

    /// The subset of that name.
    public func subset(named name: String) -> Subset? { subsets.first { $0.name == name } }
}
