/// What a change of the mesh would mean for one proxy and one cluster.
public struct Impact: Sendable {
    /// What goes to a network, or to those of which none is known.
    public struct NetworkShare: Hashable, Sendable {
        /// The network; empty for hosts without one.
        public let network: String
        /// The part of all requests that goes there before, 0 to 1.
        public let before: Double
        /// The part of all requests that goes there after, 0 to 1.
        public let after: Double
        /// How many hosts lead there before.
        public let hostsBefore: Int
        /// How many hosts lead there after.
        public let hostsAfter: Int

        /// How much more goes there after.
        public var gain: Double { after - before }
    }

    /// An address of another network that would be sent as it is, though the proxy may not reach it.
    public struct Leak: Hashable, Sendable {
        /// The address.
        public let address: String
        /// The network that it is in.
        public let network: String
        /// The part of all requests that would go to it, 0 to 1.
        public let share: Double
    }

    /// The node id.
    public let node: String
    /// The proxy's network before and after; empty for none.
    public let network: (before: String, after: String)
    /// What is different, host by host.
    public let difference: ClusterDifference
    /// The shares of networks, ascending by network.
    public let networks: [NetworkShare]
    /// Addresses that leak after the change and did not before.
    public let leaks: [Leak]

    /// Whether there is nothing to tell.
    public var isEmpty: Bool { difference.isEmpty }

    /// The network that loses the most; nil when none loses.
    public var greatestLoss: NetworkShare? {
        networks.filter { $0.gain < -0.000_5 }.min { ($0.gain, $0.network) < ($1.gain, $1.network) }
    }

    /// Compares what one proxy gets before and after.
    ///
    /// - Parameters:
    ///   - node: the node id.
    ///   - network: the proxy's network before and after; empty for none.
    ///   - before: the assignment of the mesh as it is.
    ///   - after: that of the mesh as it would be.
    ///   - networks: the networks of addresses as the mesh knows them before the change. Where nobody says any more in which
    ///     network an address is, it is still there.
    public init(
        node: String,
        network: (before: String, after: String),
        before: ComparableAssignment,
        after: ComparableAssignment,
        networks addresses: [String: String]
    ) {
        self.node = node
        self.network = network
        let comparison = ClusterComparison(
            fields: Set(ComparedField.allCases),
            precision: .exact,
            exactWeights: false,
            networks: ([:], [:])
        )
        difference = comparison.compare(before.name, before, after)
        let placed = after.mapHosts { host in
            guard host.network ?? "" == "", let network = addresses[host.address] else { return host }
            var host = host
            host.network = network
            return host
        }
        let (left, right) = (Self.traffic(before), Self.traffic(placed))
        networks = Set(left.keys).union(right.keys).sorted().map { name in
            NetworkShare(
                network: name,
                before: left[name]?.share ?? 0,
                after: right[name]?.share ?? 0,
                hostsBefore: left[name]?.hosts ?? 0,
                hostsAfter: right[name]?.hosts ?? 0
            )
        }
        let known = Set(Self.leaks(before, seenFrom: network.before).map(\.address))
        let own = network.after.isEmpty ? network.before : network.after
        leaks = Self.leaks(placed, seenFrom: own).filter { !known.contains($0.address) }
    }

    private static func traffic(_ assignment: ComparableAssignment) -> [String: (share: Double, hosts: Int)] {
        let shares = HostShares(assignment)
        var networks: [String: (share: Double, hosts: Int)] = [:]
        for (group, value) in assignment.groups.enumerated() {
            for (host, item) in value.hosts.enumerated() {
                let share = shares.ofTraffic(group: group, host: host)
                let sum = networks[item.network ?? ""] ?? (0, 0)
                networks[item.network ?? ""] = (sum.share + share, sum.hosts + 1)
            }
        }
        return networks
    }

    private static func leaks(_ assignment: ComparableAssignment, seenFrom own: String) -> [Leak] {
        guard !own.isEmpty else { return [] }
        let shares = HostShares(assignment)
        var leaks: [Leak] = []
        for (group, value) in assignment.groups.enumerated() {
            for (index, host) in value.hosts.enumerated() where host.isGateway == false {
                guard let network = host.network, !network.isEmpty, network != own else { continue }
                let share = shares.ofTraffic(group: group, host: index)
                leaks.append(Leak(address: host.address, network: network, share: share))
            }
        }
        return leaks.sorted { ($0.network, $0.address) < ($1.network, $1.address) }
    }
}
