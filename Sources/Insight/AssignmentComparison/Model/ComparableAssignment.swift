public import MeshModel
public import TextFormats

/// The hosts of one cluster, in a form that is comparable between sources.
public struct ComparableAssignment: Hashable, Sendable {
    /// The hosts of one locality and priority.
    public struct Group: Hashable, Sendable {
        /// The locality.
        public var locality: Locality
        /// The priority; 0 is the best.
        public var priority: UInt32
        /// The locality's weight, or `nil` without one.
        public var weight: UInt32?
        /// The hosts, in the source's order: of equal addresses Envoy keeps the first.
        public var hosts: [ComparableHost]

        /// Makes a group.
        public init(locality: Locality = Locality(), priority: UInt32 = 0, weight: UInt32?, hosts: [ComparableHost]) {
            self.locality = locality
            self.priority = priority
            self.weight = weight
            self.hosts = hosts
        }
    }

    /// The cluster name.
    public var name: String
    /// The groups with hosts, in the source's order; one for each locality and priority.
    public private(set) var groups: [Group]
    /// The policy of the whole cluster, or `nil` without one.
    public var policy: JSONValue?

    /// Makes an assignment.
    ///
    /// Groups of the same locality and priority are merged, and groups without hosts are dropped, as they mean nothing
    /// to an Envoy.
    public init(name: String, groups: [Group] = [], policy: JSONValue? = nil) {
        self.name = name
        self.policy = policy
        self.groups = []
        var places: [Place: Int] = [:]
        for group in groups where !group.hosts.isEmpty {
            let place = Place(locality: group.locality, priority: group.priority)
            if let index = places[place] {
                self.groups[index].hosts += group.hosts
                self.groups[index].weight = Self.sum(self.groups[index].weight, group.weight)
            } else {
                places[place] = self.groups.count
                self.groups.append(group)
            }
        }
    }

    /// The number of hosts.
    public var hostCount: Int { groups.reduce(0) { $0 + $1.hosts.count } }

    /// A Boolean value that indicates whether there is no host.
    public var isEmpty: Bool { groups.isEmpty }

    /// Returns the assignment with a change applied to each host.
    func mapHosts(_ change: (ComparableHost) -> ComparableHost) -> ComparableAssignment {
        var copy = self
        for index in copy.groups.indices { copy.groups[index].hosts = copy.groups[index].hosts.map(change) }
        return copy
    }

    /// Returns the assignment as an Envoy keeps it, with only the first of hosts with the same address; and the number
    /// of dropped hosts.
    func asKeptByEnvoy() -> (assignment: ComparableAssignment, dropped: Int) {
        var seen: Set<String> = []
        var dropped = 0
        let kept = groups.map { group -> Group in
            var group = group
            group.hosts = group.hosts.filter { seen.insert($0.address).inserted }
            return group
        }
        dropped = hostCount - kept.reduce(0) { $0 + $1.hosts.count }
        guard dropped > 0 else { return (self, 0) }
        return (ComparableAssignment(name: name, groups: kept, policy: policy), dropped)
    }

    private struct Place: Hashable {
        let locality: Locality
        let priority: UInt32
    }

    private static func sum(_ left: UInt32?, _ right: UInt32?) -> UInt32? {
        guard let left else { return right }
        guard let right else { return left }
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
