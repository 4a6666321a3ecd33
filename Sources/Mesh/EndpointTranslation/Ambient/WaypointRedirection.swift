internal import MeshModel

/// The way of a gateway's requests through the waypoint of the service that they are for (EG-A10 to EG-A12).
struct WaypointRedirection {
    /// The port on which waypoints take tunnels.
    private static let tunnelPort = 15_008

    /// The service that the requests are for.
    let service: Service
    /// Its port.
    let port: Int
    /// Its addresses.
    let addresses: AmbientService
    /// The key of the waypoint's Service.
    let waypoint: MeshSnapshot.ServiceKey
    /// The waypoint's Service; nil if there is none, and then there is no way at all (EG-A12).
    let waypointService: Service?
    /// The name of the waypoint's port for tunnels; nil if it has none.
    let portName: String?

    /// Nil unless the proxy is a gateway and the service asks for it (EG-A10).
    init?(_ service: Service, port: Int, mesh: MeshSnapshot, _ view: inout RecordingProxyView) {
        guard mesh.features.isAmbient, let ambient = mesh.ambientServices[service.key],
            let waypoint = ambient.ingressWaypoint, view.kind() == .router, ambient.isAddressable(in: view.cluster())
        else { return nil }
        self.service = service
        self.port = port
        addresses = ambient
        let namespace = mesh.services.isSameForAll(waypoint.hostname) ? "" : view.namespace()
        waypointService = mesh.services.service(named: waypoint.hostname, visibleTo: namespace, .gateway)
        self.waypoint = waypointService?.key ?? waypoint
        portName = waypointService?.port(number: Self.tunnelPort)?.name
    }

    /// Where a waypoint is to send the requests: the service's address in the waypoint's cluster (EG-A11).
    func destination(from cluster: ClusterID) -> String {
        HostAddress(address: addresses.address(in: cluster), port: port).description
    }
}
