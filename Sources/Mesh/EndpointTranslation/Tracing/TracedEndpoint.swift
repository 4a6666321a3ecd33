public import MeshModel

/// The outcome for one endpoint of a service in one proxy's assignment, with its reasons.
public struct TracedEndpoint: Sendable {
    /// The position of a host in an assignment.
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

        /// Orders as in the assignment.
        public static func < (left: HostPosition, right: HostPosition) -> Bool {
            (left.group, left.host) < (right.group, right.host)
        }
    }

    /// One of the gateways that represent an endpoint.
    public struct Passage: Hashable, Sendable {
        /// The gateway.
        public let gateway: Gateway
        /// The position of the gateway in the assignment.
        public let host: HostPosition
        /// The number of gateways that share the endpoint's weight.
        public let divisor: UInt32
        /// The endpoint's part of the host's weight as rounded down by the reference; 0 if weights are exact.
        public let part: UInt32
    }

    /// The outcome for an endpoint.
    public enum Outcome: Hashable, Sendable {
        /// It is sent with its own address.
        case direct(HostPosition, NetworkDecision.DirectReason)
        /// Gateways are sent instead.
        case gateways([Passage])
        /// It is left out.
        case leftOut(NetworkDecision.Reason)
    }

    /// The position of the endpoint.
    public let position: EndpointPosition
    /// The outcome.
    public let outcome: Outcome
    /// The endpoint with the same address, if that is why it is left out.
    public let duplicateOf: EndpointPosition?
    /// The TLS mode to announce, or `nil` for plain text.
    public let tlsMode: String?
    /// The reason for using the mesh's mTLS or not.
    public let tlsReason: MutualTLSReason
    /// The gateways of its network, if that is not the proxy's own.
    public let considered: [ConsideredGateway]
    /// The priority by its own locality and labels, or `nil` if it is left out.
    public let ownPriority: UInt32?
    /// The distance, for failover by region.
    public let distance: LocalityDistance?
}
