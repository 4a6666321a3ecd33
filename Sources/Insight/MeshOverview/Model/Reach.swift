public import EndpointTranslation
public import MeshModel

/// The way in which clients reach the endpoints of a network.
public struct Reach: Equatable, Sendable {
    /// The kind of way.
    public enum Way: String, Equatable, Sendable, CaseIterable {
        /// By the endpoint's own address: the client is in the same network, or the endpoint in none.
        case direct
        /// Through gateways, which replace the endpoints.
        case gateways = "through-gateways"
        /// By the endpoint's own address although it is in another network without a known gateway (EG-N10).
        case raw = "raw-addresses"
        /// None: endpoints are left out.
        case unreachable
    }

    /// Endpoints with the same way.
    public struct Part: Equatable, Sendable {
        /// The way.
        public var way: Way
        /// The reason for leaving them out, or `nil` unless ``way`` is `unreachable`.
        public var reason: NetworkDecision.Reason?
        /// The gateways that represent them, as positions in ``MeshOverview/gateways``.
        public var gateways: [Int]
        /// The number of endpoints.
        public var endpoints: Int
        /// The number of endpoints that can receive traffic.
        public var healthyEndpoints: Int
        /// The object of one endpoint.
        public var example: ObjectReference?
    }

    /// The way to a ready endpoint that accepts mTLS.
    public var way: Way
    /// The reason for leaving such an endpoint out, or `nil` unless ``way`` is `unreachable`.
    public var reason: NetworkDecision.Reason?
    /// All possible gateways, as positions in ``MeshOverview/gateways``, ascending.
    public var gateways: [Int]
    /// All endpoints by their way, in a fixed order.
    public var parts: [Part]

    /// The endpoints that are left out although they can receive traffic.
    public var lost: [Part] { parts.filter { $0.way == .unreachable && $0.healthyEndpoints > 0 } }
}
