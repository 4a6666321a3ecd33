internal import MeshModel

/// The HBONE tunnels to the hosts of one assignment (EG-A1 to EG-A12).
struct Tunnelling {
    private let isAmbient: Bool
    private let isInboundVIP: Bool
    /// The `host:port` of the service.
    private let service: String
    private let redirection: WaypointRedirection?

    init(_ features: MeshFeatures, cluster: ClusterName, redirection: WaypointRedirection?) {
        let isAmbient = features.isAmbient
        self.isAmbient = isAmbient
        isInboundVIP = cluster.direction == "inbound-vip"
        service = isAmbient ? HostAddress(address: cluster.hostname, port: cluster.port).description : ""
        self.redirection = redirection
    }

    /// Returns the tunnel to an endpoint, or `nil` if it is reached without one (EG-A1 to EG-A5).
    func tunnel(to endpoint: Endpoint, _ view: inout RecordingProxyView) -> Assignment.Tunnel? {
        guard isAmbient else { return nil }
        if redirection == nil {
            // The mesh's own mTLS has precedence over a tunnel, except behind a waypoint (EG-A2).
            guard endpoint.acceptsHBONE, endpoint.port != 0, endpoint.tlsMode != "istio" || isInboundVIP,
                view.sendsHBONE()
            else { return nil }
        }
        let own = endpoint.addresses.count > 1 ? endpoint.address(reachedBy: view.addressMode()) : endpoint.address
        let address = HostAddress(address: own, port: endpoint.port).description
        return Assignment.Tunnel(
            listener: view.isEastWestGateway() ? .forwardInnerConnect : .connectOriginate,
            endpointID: address,
            destination: redirection?.destination(from: endpoint.cluster) ?? address,
            waypoint: redirection == nil ? nil : address,
            service: nil,
            choosesSocket: !isInboundVIP
        )
    }

    /// The tunnel into another network (EG-A6, EG-A7).
    func tunnel(through gateway: Gateway) -> Assignment.Tunnel {
        let address = HostAddress(address: gateway.address, port: gateway.hbonePort).description
        return Assignment.Tunnel(
            listener: .innerConnectOriginate,
            endpointID: address,
            destination: address,
            waypoint: nil,
            service: service,
            choosesSocket: !isInboundVIP
        )
    }
}

extension RecordingProxyView {
    /// Returns a Boolean value that indicates whether it enters other networks by HBONE tunnels: in ambient mode of
    /// several networks, all proxies but sidecars do (EG-N4, EG-A6).
    mutating func usesTunnels(_ features: MeshFeatures) -> Bool { features.isAmbientMultiNetwork && kind() != .sidecar }

    /// Returns a Boolean value that indicates an ambient east-west gateway: a waypoint by type that another control
    /// plane component manages.
    mutating func isEastWestGateway() -> Bool {
        kind() == .waypoint && label(LabelKey.gatewayManaged) == GatewayManager.eastWest
    }

    /// Returns a Boolean value that indicates an ingress gateway (EG-N6).
    mutating func isIngressGateway() -> Bool {
        kind() == .router
            && (label(LabelKey.gatewayManaged) == GatewayManager.ingress || label("istio") == "ingressgateway")
    }
}
