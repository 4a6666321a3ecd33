import Foundation

/// A folder of assignments, one file for each cluster, from which an Envoy of the file flavour reads its endpoints.
public struct EndpointFiles: Sendable {
    /// An endpoint of an assignment.
    public struct Endpoint: Hashable, Sendable {
        /// The address.
        public var socket: NetworkEndpoint
        /// The weight, at least 1.
        public var weight: Int
        /// A Boolean value that indicates whether it has `tlsMode: istio`, so that Envoy uses TLS.
        public var usesTLS: Bool
        /// The health in Envoy's terms.
        public var health: EnvoyHost.Health

        /// Makes an endpoint.
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

    /// Uses an existing folder.
    public init(_ directory: TemporaryDirectory) {
        self.directory = directory
    }

    /// Writes, or replaces, the assignment of a cluster, with all endpoints in one locality.
    ///
    /// A running Envoy applies it at once. Throws the error of the file system.
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

    // The names used by `translate -o envoy`.
    private static func name(of resource: String) -> String {
        let name = resource.replacingOccurrences(of: "/", with: "_", options: .literal)
        return (name.isEmpty || name.hasPrefix(".") ? "_" : "") + name + ".json"
    }
}
