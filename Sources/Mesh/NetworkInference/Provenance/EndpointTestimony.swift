public import MeshModel

/// What the objects of the mesh say about one endpoint.
public struct EndpointTestimony: Hashable, Sendable {
    /// The pod or entry that it is; nil for an address without one.
    public let workload: ObjectReference?
    /// What each rule says about its network, in order of precedence; those that do not count come last.
    public let networks: [NetworkStatement]
    /// What gave it its locality.
    public let locality: LocalityStatement
}
