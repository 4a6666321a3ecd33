public import EndpointTranslation
public import MeshModel

/// How clients reach the endpoints of a network.
public struct Reach: Equatable, Sendable {
    /// In one word.
    public enum Way: String, Equatable, Sendable, CaseIterable {
        /// The client is in the same network, or the endpoint in none: by the endpoint's own address.
        case direct
        /// Through gateways, which stand in the place of the endpoints.
        case gateways = "through-gateways"
        /// By the endpoint's own address although it is in another network: no gateway is known (EG-N10).
        case raw = "raw-addresses"
        /// Not at all: endpoints are left out.
        case unreachable
    }

    /// Endpoints that are reached in the same way.
    public struct Part: Equatable, Sendable {
        /// The way.
        public var way: Way
        /// Why they are left out; nil unless ``way`` is `unreachable`.
        public var reason: NetworkDecision.Reason?
        /// The gateways that stand for them, as positions in ``MeshOverview/gateways``.
        public var gateways: [Int]
        /// How many endpoints.
        public var endpoints: Int
        /// Those of them that can take traffic.
        public var healthyEndpoints: Int
        /// The object that names one of them.
        public var example: ObjectReference?
    }

    /// What happens to a ready endpoint that accepts mTLS.
    public var way: Way
    /// Why such an endpoint would be left out; nil unless ``way`` is `unreachable`.
    public var reason: NetworkDecision.Reason?
    /// All gateways through which it may be reached, as positions in ``MeshOverview/gateways``, ascending.
    public var gateways: [Int]
    /// The endpoints that there are: all of them, by how they are reached; in a fixed order.
    public var parts: [Part]

    /// The endpoints that are left out although they can take traffic.
    public var lost: [Part] { parts.filter { $0.way == .unreachable && $0.healthyEndpoints > 0 } }
}
