/// The hosts of an assignment by reference to the endpoints of its service, as short as they can be said.
struct DraftAssignment {
    /// The groups in order.
    let groups: [DraftGroup]
    /// The endpoints that places count.
    let layout: EndpointLayout
}
