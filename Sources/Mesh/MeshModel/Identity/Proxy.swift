/// The known properties of one Envoy (EG-I1 to EG-I4).
public struct Proxy: Hashable, Sendable {
    /// The role of a proxy, from its node id (EG-I1).
    public enum Kind: String, Hashable, Sendable {
        /// A proxy beside a workload.
        case sidecar
        /// A gateway.
        case router
        /// An ambient waypoint.
        case waypoint
    }

    /// The address families that a proxy can reach (NI-33).
    public enum AddressMode: String, Hashable, Sendable {
        /// IPv4 only.
        case v4
        /// IPv6 only.
        case v6
        /// Both.
        case dual

        /// The only family; `nil` for both.
        public var family: IPAddress.Family? {
            switch self {
            case .dual: nil
            case .v4: .v4
            case .v6: .v6
            }
        }
    }

    /// The node id as sent.
    public var id: String
    /// The role.
    public var kind: Kind
    /// The address families that it can reach.
    public var addressMode: AddressMode
    /// The network.
    public var network: NetworkID
    /// The provenance of the network.
    public var networkProvenance: Provenance
    /// The cluster.
    public var cluster: ClusterID
    /// The namespace whose configuration it uses.
    public var namespace: String
    /// The requested networks, ascending, each once; empty for all (NI-31).
    public private(set) var networkView: [NetworkID]
    /// The node.
    public var nodeName: String
    /// The workload's labels with the topology labels added (EG-I3).
    public var labels: Labels
    /// The locality (EG-I4).
    public var locality: Locality
    /// The implementation of xDS.
    public enum Client: String, Hashable, Sendable {
        /// An Envoy, or one that says nothing.
        case envoy
        /// A gRPC library.
        case grpc
    }

    /// The implementation of xDS that it is.
    public var client = Client.envoy
    /// A Boolean value that indicates whether it may open HBONE tunnels: not proxyless gRPC, nor with
    /// `DISABLE_HBONE_SEND` (EG-A1,
    /// EG-A2).
    public var sendsHBONE: Bool

    /// Makes a proxy.
    public init(
        id: String,
        kind: Kind,
        addressMode: AddressMode,
        network: NetworkID,
        networkProvenance: Provenance,
        cluster: ClusterID,
        namespace: String,
        networkView: [NetworkID],
        nodeName: String,
        labels: Labels,
        locality: Locality,
        sendsHBONE: Bool = true
    ) {
        self.id = id
        self.kind = kind
        self.addressMode = addressMode
        self.network = network
        self.networkProvenance = networkProvenance
        self.cluster = cluster
        self.namespace = namespace
        self.networkView = Set(networkView).sorted()
        self.nodeName = nodeName
        self.labels = labels
        self.locality = locality
        self.sendsHBONE = sendsHBONE
    }
    /// Replaces the requested networks.
    ///
    /// - Parameter networks: the networks, in any order; empty for all.
    public mutating func request(networks: [NetworkID]) { networkView = Set(networks).sorted() }

    /// Returns a Boolean value that indicates whether the proxy requested a network, or none at all (NI-31).
    ///
    /// Clients choose the number of networks, and translations look up every network of a service: a binary search.
    public func sees(_ network: NetworkID) -> Bool {
        guard !networkView.isEmpty else { return true }
        var (low, high) = (0, networkView.count)
        while low < high {
            let middle = (low + high) / 2
            if networkView[middle] < network { low = middle + 1 } else { high = middle }
        }
        return low < networkView.count && networkView[low] == network
    }
}
