/// The gateways of the mesh: by network, and by network and cluster (NI-58).
public struct GatewayTable: Equatable, Sendable {
    /// A network and the cluster in which gateways were found.
    public struct Key: Hashable, Sendable {
        /// The network behind the gateways.
        public let network: NetworkID
        /// The cluster in which they were found.
        public let cluster: ClusterID

        /// Makes a key.
        public init(network: NetworkID, cluster: ClusterID) {
            self.network = network
            self.cluster = cluster
        }
    }

    /// All gateways whose addresses are IP addresses, sorted.
    public let gateways: [Gateway]
    /// Gateways with a host name that does not resolve, sorted.
    public let unresolved: [Gateway]
    /// The host names of all gateways, ascending; resolved or not.
    public let hostNames: [String]
    /// The gateways of each network, sorted.
    public let byNetwork: [NetworkID: [Gateway]]
    /// The gateways of each network that were found in one cluster, sorted.
    public let byNetworkAndCluster: [Key: [Gateway]]
    /// Networks with gateways that all lack an address.
    public let unreachableNetworks: Set<NetworkID>
    /// The least common multiple of the sizes of all lists in both indexes; 1 without gateways (NI-60, EG-G5).
    public let scaleFactor: UInt32

    /// Indexes gateways.
    ///
    /// - Parameters:
    ///   - gateways: gateways with IP addresses, each with the clusters in which it is found.
    ///   - unresolved: gateways whose host names do not resolve.
    ///   - hostNames: the host names of gateways.
    public init(
        _ gateways: [(gateway: Gateway, clusters: Set<ClusterID>)],
        unresolved: [Gateway] = [],
        hostNames: Set<String> = []
    ) {
        self.hostNames = hostNames.sorted()
        let sorted = gateways.sorted { $0.gateway < $1.gateway }
        self.gateways = sorted.map(\.gateway)
        self.unresolved = unresolved.sorted()
        var byNetwork: [NetworkID: [Gateway]] = [:]
        var byNetworkAndCluster: [Key: [Gateway]] = [:]
        for (gateway, clusters) in sorted {
            byNetwork[gateway.network, default: []].append(gateway)
            for cluster in clusters {
                byNetworkAndCluster[Key(network: gateway.network, cluster: cluster), default: []].append(gateway)
            }
        }
        self.byNetwork = byNetwork
        self.byNetworkAndCluster = byNetworkAndCluster
        unreachableNetworks = Set(unresolved.map(\.network)).subtracting(byNetwork.keys)
        var factor: UInt32 = 1
        for list in byNetwork.values { factor = Self.leastCommonMultiple(factor, UInt32(list.count)) }
        for list in byNetworkAndCluster.values { factor = Self.leastCommonMultiple(factor, UInt32(list.count)) }
        scaleFactor = factor
    }

    /// The empty table.
    public static let empty = GatewayTable([])

    /// A Boolean value that indicates whether any network has a gateway (NI-61).
    public var isMultiNetwork: Bool { !byNetwork.isEmpty }

    /// Returns the gateways for an endpoint: those of its own cluster if any, otherwise all of its network (NI-58,
    /// EG-N4).
    public func candidates(network: NetworkID, cluster: ClusterID) -> [Gateway] {
        byNetworkAndCluster[Key(network: network, cluster: cluster)] ?? byNetwork[network] ?? []
    }

    /// Returns a Boolean value that indicates whether the cluster has its own gateways into the network.
    public func hasOwnGateways(network: NetworkID, cluster: ClusterID) -> Bool {
        byNetworkAndCluster[Key(network: network, cluster: cluster)] != nil
    }

    private static func leastCommonMultiple(_ left: UInt32, _ right: UInt32) -> UInt32 {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        guard a != 0 else { return max(left, right) }
        let (product, overflow) = (left / a).multipliedReportingOverflow(by: right)
        // More than four billion is beyond any real mesh; the largest factor keeps weights valid.
        return overflow ? .max : product
    }
}
