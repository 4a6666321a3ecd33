internal import MeshModel

/// The hosts of an assignment as compact references to the endpoints of its service.
struct DraftAssignment {
    /// The groups in order.
    let groups: [DraftGroup]
    /// The endpoints that places refer to.
    let layout: EndpointLayout
    /// The address families that the proxy reaches, of endpoints with several addresses; both if there are none.
    let addressMode: Proxy.AddressMode
}
