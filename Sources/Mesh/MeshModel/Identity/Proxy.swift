/// All that is known of one Envoy (EG-I1 to EG-I4).
public struct Proxy: Hashable, Sendable {
    /// What a proxy is for, as its node id says (EG-I1).
    public enum Kind: String, Hashable, Sendable {
        /// Beside a workload.
        case sidecar
        /// A gateway.
        case router
        /// An ambient waypoint.
        case waypoint
    }

    /// Which address families a proxy can reach (NI-33).
    public enum AddressMode: String, Hashable, Sendable {
        /// IPv4 only.
        case v4
        /// IPv6 only.
        case v6
        /// Both.
        case dual
    }

    /// The node id as sent.
    public var id: String
    /// What it is for.
    public var kind: Kind
    /// The families that it reaches.
    public var addressMode: AddressMode
    /// The network that it is in.
    public var network: NetworkID
    /// Why it is in that network.
    public var networkProvenance: Provenance
    /// The cluster that it runs in.
    public var cluster: ClusterID
    /// The namespace whose configuration it uses.
    public var namespace: String
    /// The networks that it asked to see, in any order; empty for all (NI-31).
    public var networkView: [NetworkID]
    /// The node that it runs on.
    public var nodeName: String
    /// Its workload's labels with the topology labels added (EG-I3).
    public var labels: Labels
    /// Where it is (EG-I4).
    public var locality: Locality
    /// Whether it may open HBONE tunnels: not proxyless gRPC, nor where `DISABLE_HBONE_SEND` is set (EG-A1, EG-A2).
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
        self.networkView = networkView
        self.nodeName = nodeName
        self.labels = labels
        self.locality = locality
        self.sendsHBONE = sendsHBONE
    }
}
