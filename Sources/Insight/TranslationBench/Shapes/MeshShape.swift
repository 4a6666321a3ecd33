/// The size of a generated mesh: the endpoints per service, the number of services, and the networks.
///
/// Written as `ENDPOINTS/SERVICES`, with `-direct` for one network: `1000/1`, `10/10-direct`. There are always four
/// clusters.
public struct MeshShape: Hashable, Sendable, CustomStringConvertible {
    /// The number of clusters of every shape.
    public static let clusterCount = 4
    private static let directSuffix = "-direct"

    /// The number of endpoints of each service.
    public let endpointsPerService: Int
    /// The number of services.
    public let services: Int
    /// A Boolean value that indicates whether all clusters are in one network, so that no gateways are used.
    public let isDirect: Bool

    /// Makes a shape; both numbers are at least 1.
    public init(endpointsPerService: Int, services: Int, isDirect: Bool = false) {
        self.endpointsPerService = max(1, endpointsPerService)
        self.services = max(1, services)
        self.isDirect = isDirect
    }

    /// Parses a shape; returns `nil` for an invalid text, or for more than three million endpoints.
    public init?(parsing text: String) {
        let isDirect = text.hasSuffix(Self.directSuffix)
        let numbers = (isDirect ? text.dropLast(Self.directSuffix.count) : Substring(text))
            .split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard numbers.count == 2, numbers.allSatisfy({ (1...3_000_000).contains($0) }),
            numbers[0] * numbers[1] <= 3_000_000
        else { return nil }
        self.init(endpointsPerService: numbers[0], services: numbers[1], isDirect: isDirect)
    }

    /// The default shapes: four with a recorded counterpart in the reference corpus, the same without gateways, one
    /// large service, and
    /// many small ones.
    public static let usual: [MeshShape] = {
        let recorded = [(1, 100), (10, 10), (100, 10), (1_000, 1)]
        return recorded.map { MeshShape(endpointsPerService: $0.0, services: $0.1) }
            + recorded.map { MeshShape(endpointsPerService: $0.0, services: $0.1, isDirect: true) }
            + [
                MeshShape(endpointsPerService: 100_000, services: 1),
                MeshShape(endpointsPerService: 10, services: 10_000),
            ]
    }()

    /// The text form, which can be parsed.
    public var description: String { "\(endpointsPerService)/\(services)\(isDirect ? Self.directSuffix : "")" }

    /// The total number of endpoints.
    public var endpoints: Int { endpointsPerService * services }

    /// Returns the network of a cluster.
    func network(ofCluster cluster: Int) -> String { "network-\(isDirect ? 0 : cluster)" }

    /// Returns the cluster of an endpoint: in turn within a service, or over all services if they are too small for
    /// that.
    func cluster(ofEndpoint endpoint: Int, service: Int) -> Int {
        let number = endpointsPerService < Self.clusterCount ? service * endpointsPerService + endpoint : endpoint
        return number % Self.clusterCount
    }
}
