/// The gRPC services of this server, by their full names.
enum ServiceName {
    static let endpoints = "envoy.service.endpoint.v3.EndpointDiscoveryService"
    static let aggregated = "envoy.service.discovery.v3.AggregatedDiscoveryService"
    static let clientStatus = "envoy.service.status.v3.ClientStatusDiscoveryService"
    static let reflection = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]
    static let health = "grpc.health.v1.Health"
    /// Not a service: the name under which the health service tells whether the newest input is served.
    static let input = "eds-translator.Input"

    /// All that are always there, sorted.
    static let all = [aggregated, endpoints, health].sorted()

    /// Whether a path belongs to one of them, whatever the method.
    static func owns(path: String) -> Bool { all.contains { path.hasPrefix("/\($0)/") } }
}
