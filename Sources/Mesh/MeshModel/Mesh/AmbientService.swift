/// What ambient mode knows of a service besides its ports and endpoints.
public struct AmbientService: Hashable, Sendable {
    /// Whether endpoints of other clusters are seen (EG-E13, NI-114).
    public var isGlobal: Bool
    /// The service's own addresses in each cluster, in the order of the object; none for headless Services.
    public var addresses: [ClusterID: [String]]
    /// The address where a cluster has none of its own; `0.0.0.0` for none (NI-74).
    public var defaultAddress: String
    /// The waypoint's Service through which gateways go; nil unless the service asks for that (EG-A10).
    public var ingressWaypoint: MeshSnapshot.ServiceKey?

    /// Makes a description.
    public init(
        isGlobal: Bool,
        addresses: [ClusterID: [String]],
        defaultAddress: String,
        ingressWaypoint: MeshSnapshot.ServiceKey?
    ) {
        self.isGlobal = isGlobal
        self.addresses = addresses
        self.defaultAddress = defaultAddress
        self.ingressWaypoint = ingressWaypoint
    }

    /// The address by which a cluster calls the service; nil when it has none at all (EG-A10, EG-A11).
    public func address(in cluster: ClusterID) -> String? {
        if let own = addresses[cluster]?.first { return own }
        return defaultAddress == "0.0.0.0" || defaultAddress.isEmpty ? nil : defaultAddress
    }
}
