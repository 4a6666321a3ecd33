/// The gRPC services of this server, by their full names.
enum ServiceName {
    static let endpoints = "envoy.service.endpoint.v3.EndpointDiscoveryService"
    static let aggregated = "envoy.service.discovery.v3.AggregatedDiscoveryService"
    static let clientStatus = "envoy.service.status.v3.ClientStatusDiscoveryService"
    static let reflection = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]
    static let health = "grpc.health.v1.Health"
    /// The name of the input's status in the health service; not a service.
    static let input = "eds-translator.Input"

    /// The services that are always enabled, sorted.
    static let all = [aggregated, endpoints, health].sorted()

    /// Returns true if a path belongs to one of them, whatever the method.
    static func owns(path: String) -> Bool { all.contains { path.hasPrefix("/\($0)/") } }
}
