public import MeshModel

/// The visibility of a service's endpoints for a proxy (EG-E1 to EG-H7).
struct EndpointSelection {
    let service: Service
    let portName: String
    let subsetLabels: Labels?
    let isClusterLocal: Bool
    /// A Boolean value that indicates whether endpoints that are not ready are sent (EG-H4).
    var sendsUnready = false
    /// A Boolean value that indicates whether ambient mode limits the service to its cluster (EG-E13).
    var isScopedToCluster = false
    /// The numbers of the service's other ports with the same name, whose endpoints are not this port's (EG-E4).
    var otherPorts: Set<Int> = []
    /// A Boolean value that indicates whether addresses need not be IP addresses, as those of waypoints (EG-A11).
    var takesAnyAddress = false

    /// Returns the selection for a waypoint's endpoints on one of its ports; the waypoint handles subsets (EG-A11).
    func redirected(toPort name: String) -> EndpointSelection {
        EndpointSelection(
            service: service,
            portName: name,
            subsetLabels: nil,
            isClusterLocal: isClusterLocal,
            sendsUnready: sendsUnready,
            isScopedToCluster: isScopedToCluster,
            takesAnyAddress: true
        )
    }

    /// Returns the reason for leaving an endpoint out, or `nil` if it is visible.
    func reason(against endpoint: Endpoint, _ view: inout RecordingProxyView) -> NetworkDecision.Reason? {
        if endpoint.portName != portName || otherPorts.contains(endpoint.servicePort) { return .otherPort }
        // An empty address may be reached through a gateway; port 0 means a Unix socket (EG-E5).
        if !takesAnyAddress, !endpoint.address.isEmpty, endpoint.port != 0, IPAddress(endpoint.address) == nil {
            return .notAnIPAddress
        }
        if let subsetLabels, !endpoint.labels.contains(subsetLabels) { return .otherSubset }
        if service.isNodeLocal, endpoint.nodeName != view.nodeName() { return .otherNode }
        if !endpoint.network.isEmpty, !view.sees(endpoint.network) { return .notInView }
        if isClusterLocal, endpoint.cluster != view.cluster() { return .otherCluster }
        if endpoint.isSameClusterOnly, !Self.isSameCluster(endpoint.cluster, view.cluster()) { return .notExported }
        if let reason = healthReason(endpoint) { return reason }
        if isScopedToCluster, !Self.isSameCluster(endpoint.cluster, view.cluster()) { return .notGlobal }
        return nil
    }

    /// Returns a Boolean value that indicates whether clusters are equal; an unknown cluster equals every other
    /// (NI-113).
    private static func isSameCluster(_ left: ClusterID, _ right: ClusterID) -> Bool {
        left.isEmpty || right.isEmpty || left == right
    }

    /// Returns the reason by health (EG-H3 to EG-H6).
    private func healthReason(_ endpoint: Endpoint) -> NetworkDecision.Reason? {
        if endpoint.health == .terminating { return .terminating }
        // Unreadiness has precedence over the draining label: such an endpoint is not kept for its sessions.
        if endpoint.health == .unhealthy, !sendsUnready { return .unhealthy }
        if endpoint.isDraining { return service.keepsDrainingEndpoints ? nil : .draining }
        return nil
    }
}

extension Endpoint {
    /// A Boolean value that indicates whether it is draining, by its source or by its own label (EG-H6, EG-H7).
    public var isDraining: Bool { health == .draining || labels.nonEmpty(LabelKey.draining) != nil }

    /// The health to announce (EG-H7).
    public var announcedHealth: EndpointHealth { isDraining ? .draining : health }
}
