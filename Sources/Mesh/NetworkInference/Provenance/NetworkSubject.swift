internal import MeshModel

/// The properties of an endpoint that its network depends on.
struct NetworkSubject {
    /// The pod or entry, or `nil` for an address without one.
    let object: ObjectReference?
    /// Its own labels.
    let labels: Labels
    /// Its addresses, to be tried in order.
    let addresses: [String]
    /// The field `network` of WorkloadEntries and ServiceEntry endpoints, or `nil` for pods.
    let field: String?
}
