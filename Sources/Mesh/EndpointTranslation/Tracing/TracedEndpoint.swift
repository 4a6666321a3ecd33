public import MeshModel

/// What became of one endpoint of a service in one proxy's assignment, and why.
public struct TracedEndpoint: Sendable {
    /// Where a host stands in an assignment.
    public struct HostPosition: Hashable, Comparable, Sendable {
        /// The number of the group.
        public let group: Int
        /// The number of the host within the group.
        public let host: Int

        /// Makes a position.
        public init(group: Int, host: Int) {
            self.group = group
            self.host = host
        }

        /// Orders as the assignment does.
        public static func < (left: HostPosition, right: HostPosition) -> Bool {
            (left.group, left.host) < (right.group, right.host)
        }
    }

    /// One of the gateways that stand for an endpoint.
    public struct Passage: Hashable, Sendable {
        /// The gateway.
        public let gateway: Gateway
        /// The host that it is in the assignment.
        public let host: HostPosition
        /// Among how many gateways the endpoint's weight is shared.
        public let divisor: UInt32
        /// The endpoint's part of the host's weight as the reference cuts it; 0 where weights are exact.
        public let part: UInt32
    }

    /// What became of the endpoint.
    public enum Fate: Hashable, Sendable {
        /// It is sent with its own address.
        case direct(HostPosition, NetworkDecision.Grounds)
        /// Gateways are sent in its place.
        case gateways([Passage])
        /// It is not there.
        case leftOut(NetworkDecision.Reason)
    }

    /// Which endpoint it is.
    public let position: EndpointPosition
    /// What became of it.
    public let fate: Fate
    /// The endpoint whose address it shares, where that is why it is not there.
    public let duplicateOf: EndpointPosition?
    /// The TLS mode that would be announced with it; nil for plain text.
    public let tlsMode: String?
    /// Why the mesh's mTLS is used for it, or why not.
    public let grounds: MutualTLSGrounds
    /// The gateways of its network, where that is not the proxy's own.
    public let considered: [ConsideredGateway]
    /// The priority that its own locality and labels give it; nil when it is not there.
    public let ownPriority: UInt32?
    /// How far it is, where failover goes by region.
    public let distance: LocalityDistance?
}
