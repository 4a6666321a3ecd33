internal import MeshModel

/// An address and the protocol that is spoken there: what tells the gateways of one assignment apart.
struct GatewayDoor: Hashable {
    let address: HostAddress
    let crossing: NetworkCrossing

    /// The door of an endpoint that is a gateway as well.
    init(endpoint address: HostAddress) {
        self.address = address
        crossing = .mutualTLS
    }

    /// The door of a gateway.
    init(_ gateway: Gateway, by crossing: NetworkCrossing) {
        address = HostAddress(
            address: gateway.address,
            port: crossing == .tunnel ? gateway.hbonePort : gateway.port
        )
        self.crossing = crossing
    }
}
