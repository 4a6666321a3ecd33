public import MeshModel

/// The provenance of one endpoint.
public struct EndpointProvenance: Hashable, Sendable {
    /// The pod or entry, or `nil` for an address without one.
    public let workload: ObjectReference?
    /// The result of each rule for its network, in order of precedence; rules that do not apply come last.
    public let networks: [NetworkEvidence]
    /// The source of its locality.
    public let locality: LocalityStatement
    /// The EndpointSlices that list the endpoint too but do not decide about it (NI-84).
    public let otherListings: [SliceListing]
}
