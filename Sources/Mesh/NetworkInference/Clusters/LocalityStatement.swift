public import MeshModel

/// The source of an endpoint's locality (NI-89).
public enum LocalityStatement: Hashable, Sendable {
    /// A label of the workload.
    case label(key: String)
    /// The labels of its node.
    case node(ObjectReference)
    /// The field `locality` of a WorkloadEntry or ServiceEntry endpoint.
    case field
    /// The field `zone` of an EndpointSlice.
    case zone
    /// No source.
    case nothing
}
