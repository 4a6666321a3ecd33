internal import MeshModel

/// Which hosts of one assignment are reached through HBONE tunnels, and through which (EG-A1 to EG-A12).
struct Tunnelling {
    private let isAmbient: Bool
    private let isInboundVIP: Bool
    /// `host:port` of the service.
    private let service: String
    private let redirection: WaypointRedirection?
    /// Whether gateways of other networks are entered by tunnels (EG-A6).
    let entersGateways: Bool

    init(
        _ features: MeshFeatures,
        cluster: ClusterName,
        redirection: WaypointRedirection?,
        _ view: inout RecordingProxyView
    ) {
        isAmbient = features.ambient
        isInboundVIP = cluster.direction == "inbound-vip"
        let isAmbient = features.ambient
        service = isAmbient ? HostAddress(address: cluster.hostname, port: cluster.port).description : ""
        self.redirection = redirection
        entersGateways = view.usesTunnels(features)
    }

    /// The tunnel to an endpoint; nil when it is reached without one (EG-A1 to EG-A5).
    func tunnel(to endpoint: Endpoint, _ view: inout RecordingProxyView) -> Assignment.Tunnel? {
        guard isAmbient else { return nil }
        if redirection == nil {
            // The mesh's own mTLS goes before a tunnel, except behind a waypoint (EG-A2).
            guard endpoint.acceptsHBONE, endpoint.port != 0, endpoint.tlsMode != "istio" || isInboundVIP,
                view.sendsHBONE()
            else { return nil }
        }
        let address = HostAddress(address: endpoint.address, port: endpoint.port).description
        return Assignment.Tunnel(
            listener: view.isEastWestGateway() ? .forwardInnerConnect : .connectOriginate,
            endpointID: address,
            destination: redirection?.destination(from: endpoint.cluster) ?? address,
            waypoint: redirection == nil ? nil : address,
            service: nil,
            choosesSocket: !isInboundVIP
        )
    }

    /// The tunnel into another network; nil when gateways are entered by mTLS (EG-A6, EG-A7).
    func tunnel(through gateway: Gateway) -> Assignment.Tunnel? {
        guard entersGateways else { return nil }
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
    /// Whether it enters other networks by HBONE tunnels: all but sidecars do in ambient mode (EG-N4, EG-A6).
    mutating func usesTunnels(_ features: MeshFeatures) -> Bool { features.ambient && kind() != .sidecar }

    /// Whether it is an ambient east-west gateway: a waypoint by type that another part of the control plane manages.
    mutating func isEastWestGateway() -> Bool {
        kind() == .waypoint && label(LabelKey.gatewayManaged) == "istio.io-eastwest-controller"
    }

    /// Whether it is an ingress gateway (EG-N6).
    mutating func isIngressGateway() -> Bool {
        kind() == .router
            && (label(LabelKey.gatewayManaged) == "istio.io-gateway-controller" || label("istio") == "ingressgateway")
    }
}
