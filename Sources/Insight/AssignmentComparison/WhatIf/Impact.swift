/// The effect of a change of the mesh on one proxy and one cluster.
public struct Impact: Sendable {
    /// The requests that go to one network, or to hosts without a network.
    public struct NetworkShare: Hashable, Sendable {
        /// The network; empty for hosts without one.
        public let network: String
        /// The share of all requests before, 0 to 1.
        public let before: Double
        /// The share of all requests after, 0 to 1.
        public let after: Double
        /// The number of hosts before.
        public let hostsBefore: Int
        /// The number of hosts after.
        public let hostsAfter: Int

        /// The increase of the share.
        public var gain: Double { after - before }
    }

    /// An address of another network that would be sent without a gateway, although the proxy may not reach it.
    public struct Leak: Hashable, Sendable {
        /// The address.
        public let address: String
        /// The network of the address.
        public let network: String
        /// The share of all requests, 0 to 1.
        public let share: Double
    }

    /// The node id.
    public let node: String
    /// The proxy's network before and after; empty for none.
    public let network: (before: String, after: String)
    /// The differences by host.
    public let difference: ClusterDifference
    /// The shares of networks, ascending by network.
    public let networks: [NetworkShare]
    /// Addresses that leak after the change but not before.
    public let leaks: [Leak]

    /// A Boolean value that indicates whether there is no difference.
    public var isEmpty: Bool { difference.isEmpty }

    /// The network with the greatest loss, or `nil` if none loses.
    public var greatestLoss: NetworkShare? {
        networks.filter { $0.gain < -0.000_5 }.min { ($0.gain, $0.network) < ($1.gain, $1.network) }
    }

    /// Compares the assignments of one proxy before and after.
    ///
    /// - Parameters:
    ///   - node: the node id.
    ///   - network: the proxy's network before and after; empty for none.
    ///   - before: the assignment in the mesh as it is.
    ///   - after: the assignment in the changed mesh.
    ///   - networks: the networks of addresses in the mesh before the change. An address whose network is no longer
    ///     stated after
    ///     the change is still in that network.
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
