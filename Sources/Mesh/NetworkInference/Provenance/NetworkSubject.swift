internal import MeshModel

/// An endpoint as far as its network depends on it.
struct NetworkSubject {
    /// The pod or entry; nil for an address without one.
    let object: ObjectReference?
    /// Its own labels.
    let labels: Labels
    /// Its addresses, tried in order until one says something.
    let addresses: [String]
    /// The field `network`, which WorkloadEntries and ServiceEntry endpoints have; nil for pods.
    let field: String?
}
