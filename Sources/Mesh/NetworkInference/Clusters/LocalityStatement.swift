public import MeshModel

/// What gave an endpoint its locality (NI-89).
public enum LocalityStatement: Hashable, Sendable {
    /// A label of the workload.
    case label(key: String)
    /// The labels of the node that it runs on.
    case node(ObjectReference)
    /// The field `locality` of a WorkloadEntry or ServiceEntry endpoint.
    case field
    /// Nothing.
    case nothing
}
