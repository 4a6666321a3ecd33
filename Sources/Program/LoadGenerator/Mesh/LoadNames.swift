/// The names of the load run's objects in the mesh.
enum LoadNames {
    /// The namespace of services, endpoints and clients.
    static let namespace = "load"
    /// A network without gateways.
    static let markerNetwork = "load-marker"
    /// A network behind the gateway that changes.
    static let gatewayNetwork = "load-gateway"

    /// Returns the host name of a service.
    static func host(_ service: Int) -> String { "load-\(service).load.mesh" }

    /// Returns the cluster name of a service.
    static func resource(_ service: Int) -> String { "outbound|80||\(host(service))" }
}
