internal import EndpointTranslation
internal import MeshModel

/// One proxy and everything that it was answered.
struct TranslatedProxy {
    /// The node as it was given.
    let node: EnvoyNode
    /// What was concluded of it.
    let proxy: Proxy
    /// The assignments, ascending by name.
    let assignments: [EncodedAssignment]
}
