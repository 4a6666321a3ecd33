public import MeshModel

/// The listing of an endpoint by an EndpointSlice that does not decide about it (NI-84).
public struct SliceListing: Hashable, Sendable {
    /// The slice.
    public let slice: ObjectReference
    /// The health of the endpoint by the slice.
    public let health: EndpointHealth
}
