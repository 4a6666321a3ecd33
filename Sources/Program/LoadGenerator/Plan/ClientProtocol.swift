/// The discovery service of a simulated Envoy.
public enum ClientProtocol: String, CaseIterable, Hashable, Sendable {
    /// State of the world, one stream per cluster, as in Envoy for EDS without ADS (XP-E4).
    case eds
    /// Incremental, one stream per cluster.
    case deltaEDS = "delta-eds"
    /// State of the world, one stream for all clusters.
    case ads
    /// Incremental, one stream for all clusters.
    case deltaADS = "delta-ads"

    /// A Boolean value that indicates the incremental variant.
    public var isDelta: Bool { self == .deltaEDS || self == .deltaADS }

    /// A Boolean value that indicates whether one stream carries all names of a client.
    public var isAggregated: Bool { self == .ads || self == .deltaADS }

    /// The path of the call.
    public var path: String {
        switch self {
        case .eds: "/envoy.service.endpoint.v3.EndpointDiscoveryService/StreamEndpoints"
        case .deltaEDS: "/envoy.service.endpoint.v3.EndpointDiscoveryService/DeltaEndpoints"
        case .ads: "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources"
        case .deltaADS: "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources"
        }
    }

    /// Parses names separated by commas.
    ///
    /// - Throws: ``LoadError`` with code `option`.
    public static func list(parsing text: String) throws(LoadError) -> [ClientProtocol] {
        var result: [ClientProtocol] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let known = ClientProtocol(rawValue: String(name)) else {
                throw LoadError(.option, "invalid protocol \"\(name)\": expected eds, delta-eds, ads or delta-ads")
            }
            result.append(known)
        }
        return result
    }
}
