/// The facts about a service that ambient mode adds to its ports and endpoints.
public struct AmbientService: Hashable, Sendable {
    /// A Boolean value that indicates whether endpoints of other clusters are visible (EG-E13, NI-114).
    public var isGlobal: Bool
    /// The service's own addresses in each cluster, in the order of the object; `0.0.0.0` for headless Services.
    public var addresses: [ClusterID: [String]]
    /// The address where a cluster has none of its own; `0.0.0.0` for none (NI-74).
    public var defaultAddress: String
    /// A Boolean value that indicates whether the control plane allocated an address for the service (EG-A10).
    public var isAutoAllocated: Bool
    /// The waypoint's Service through which gateways go; `nil` unless the service asks for that (EG-A10).
    public var ingressWaypoint: MeshSnapshot.ServiceKey?

    /// Makes a description.
    public init(
        isGlobal: Bool,
        addresses: [ClusterID: [String]],
        defaultAddress: String,
        isAutoAllocated: Bool = false,
        ingressWaypoint: MeshSnapshot.ServiceKey?
    ) {
        self.isGlobal = isGlobal
        self.addresses = addresses
        self.defaultAddress = defaultAddress
        self.isAutoAllocated = isAutoAllocated
        self.ingressWaypoint = ingressWaypoint
    }

    /// The text for a service without an address of its own (NI-74).
    public static let unspecifiedAddress = "0.0.0.0"

    /// Returns a Boolean value that indicates whether proxies of a cluster know an address of the service (EG-A10).
    public func isAddressable(in cluster: ClusterID) -> Bool {
        (!cluster.isEmpty && addresses[cluster]?.isEmpty == false) || defaultAddress != Self.unspecifiedAddress
            || isAutoAllocated
    }

    /// Returns the address of the service in a cluster (EG-A11).
    public func address(in cluster: ClusterID) -> String { addresses[cluster]?.first ?? defaultAddress }
}
