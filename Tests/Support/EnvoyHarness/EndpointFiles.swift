import Foundation

/// A folder of assignments, a file for each cluster, from which an Envoy of the file flavour reads its endpoints.
public struct EndpointFiles: Sendable {
    /// An endpoint to be written into an assignment.
    public struct Endpoint: Hashable, Sendable {
        /// Where it is.
        public var socket: NetworkEndpoint
        /// Its weight, at least 1.
        public var weight: Int
        /// Whether it says `tlsMode: istio`, so that Envoy speaks TLS with it.
        public var usesTLS: Bool
        /// Its health in Envoy's words.
        public var health: EnvoyHost.Health

        /// Describes an endpoint.
        public init(
            _ socket: NetworkEndpoint,
            weight: Int = 1,
            usesTLS: Bool = false,
            health: EnvoyHost.Health = .healthy
        ) {
            self.socket = socket
            self.weight = weight
            self.usesTLS = usesTLS
            self.health = health
        }
    }

    /// The folder.
    public let directory: TemporaryDirectory

    /// Uses a folder that is there already.
    public init(_ directory: TemporaryDirectory) {
        self.directory = directory
    }

    /// Writes, or replaces, the assignment of a cluster, with all endpoints in one locality.
    ///
    /// A running Envoy takes it over at once. Throws what the file system says.
    public func write(_ resource: String, _ endpoints: [Endpoint], version: String = "1") throws {
        let members = endpoints.map { endpoint -> JSONValue in
            var member: JSONValue = [
                "endpoint": [
                    "address": [
                        "socket_address": [
                            "address": .string(endpoint.socket.address), "port_value": .integer(endpoint.socket.port),
                        ]
                    ]
                ],
                "health_status": .string(endpoint.health.rawValue),
                "load_balancing_weight": .integer(endpoint.weight),
            ]
            if endpoint.usesTLS {
                let mark: JSONValue = ["filter_metadata": ["envoy.transport_socket_match": ["tlsMode": "istio"]]]
                member = member.merging(["metadata": mark])
            }
            return member
        }
        let assignment: JSONValue = [
            "@type": "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
            "cluster_name": .string(resource),
            "endpoints": [
                [
                    "locality": [:], "lb_endpoints": .array(members),
                    "load_balancing_weight": .integer(max(1, endpoints.map(\.weight).reduce(0, +))),
                ]
            ],
        ]
        let response: JSONValue = ["version_info": .string(version), "resources": [assignment]]
        try directory.write(try response.serialized(), to: Self.name(of: resource))
    }

    static func path(in directory: String, of resource: String) -> String { directory + "/" + name(of: resource) }

    // As `translate -o envoy` names them.
    private static func name(of resource: String) -> String {
        let name = resource.replacingOccurrences(of: "/", with: "_", options: .literal)
        return (name.isEmpty || name.hasPrefix(".") ? "_" : "") + name + ".json"
    }
}
