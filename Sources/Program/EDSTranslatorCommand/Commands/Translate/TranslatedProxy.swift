internal import EndpointTranslation
internal import MeshModel

/// A proxy with its assignments.
struct TranslatedProxy {
    /// The node as given.
    let node: EnvoyNode
    /// The inferred proxy.
    let proxy: Proxy
    /// The assignments, ascending by name.
    let assignments: [EncodedAssignment]
}
