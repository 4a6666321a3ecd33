/// What a client makes of one response.
public struct ClientReaction: Hashable, Sendable {
    /// The acknowledgement or rejection, without the node; nil when the client stays silent (XP-E38).
    public var reply: [UInt8]?
    /// Why the response is rejected; nil when it is accepted.
    public var rejection: String?
    /// The assignments in it that were asked for.
    public var assignments: [ReceivedAssignment] = []
    /// Names that it says do not exist.
    public var removed: [String] = []

    /// Nothing.
    public init() {}
}

/// One assignment as a client received it.
public struct ReceivedAssignment: Hashable, Sendable {
    /// How it compares with what the client had.
    public enum Novelty: Hashable, Sendable {
        /// The first of its name on this stream.
        case first
        /// Other content than before.
        case changed
        /// The content that the client had.
        case repeated
    }

    /// The name.
    public var name: String
    /// How it compares with what the client had.
    public var novelty: Novelty
    /// A hash of its bytes.
    public var content: UInt64
    /// The number of endpoints.
    public var endpointCount: Int
    /// The last change of the service that shows in it; nil when it has no marker.
    public var serviceMarker: Int?
    /// The last change of the gateway that shows in it; nil when it has no marker.
    public var gatewayMarker: Int?
}
