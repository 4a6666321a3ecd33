/// How many endpoints each of how many services has, and over how many networks they are spread.
///
/// Written as `ENDPOINTS/SERVICES`, with `-direct` for one network: `1000/1`, `10/10-direct`. There are always four clusters.
public struct MeshShape: Hashable, Sendable, CustomStringConvertible {
    /// The clusters of every shape.
    public static let clusterCount = 4
    private static let directSuffix = "-direct"

    /// Endpoints of each service.
    public let endpointsPerService: Int
    /// Services.
    public let services: Int
    /// Whether all clusters are one network, so that no gateway stands for any endpoint.
    public let isDirect: Bool

    /// Makes a shape; both numbers are at least 1.
    public init(endpointsPerService: Int, services: Int, isDirect: Bool = false) {
        self.endpointsPerService = max(1, endpointsPerService)
        self.services = max(1, services)
        self.isDirect = isDirect
    }

    /// Reads a shape; nil for a text that is none, or that stands for more than three million endpoints.
    public init?(parsing text: String) {
        let isDirect = text.hasSuffix(Self.directSuffix)
        let numbers = (isDirect ? text.dropLast(Self.directSuffix.count) : Substring(text))
            .split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard numbers.count == 2, numbers.allSatisfy({ (1...3_000_000).contains($0) }),
            numbers[0] * numbers[1] <= 3_000_000
        else { return nil }
        self.init(endpointsPerService: numbers[0], services: numbers[1], isDirect: isDirect)
    }

    /// The shapes that are measured unless others are named: four with a recorded counterpart in the reference corpus, the
    /// same without gateways, one large service, and many small ones.
    public static let usual: [MeshShape] = {
        let recorded = [(1, 100), (10, 10), (100, 10), (1_000, 1)]
        return recorded.map { MeshShape(endpointsPerService: $0.0, services: $0.1) }
            + recorded.map { MeshShape(endpointsPerService: $0.0, services: $0.1, isDirect: true) }
            + [
                MeshShape(endpointsPerService: 100_000, services: 1),
                MeshShape(endpointsPerService: 10, services: 10_000),
            ]
    }()

    /// The text that it is read from.
    public var description: String { "\(endpointsPerService)/\(services)\(isDirect ? Self.directSuffix : "")" }

    /// All endpoints.
    public var endpoints: Int { endpointsPerService * services }

    /// The network of a cluster.
    func network(ofCluster cluster: Int) -> String { "network-\(isDirect ? 0 : cluster)" }

    /// The cluster of an endpoint: in turn within a service, and of services that are too small for that, over all of them.
    func cluster(ofEndpoint endpoint: Int, service: Int) -> Int {
        let number = endpointsPerService < Self.clusterCount ? service * endpointsPerService + endpoint : endpoint
        return number % Self.clusterCount
    }
}
