/// The reaction of a client to one response.
public struct ClientReaction: Hashable, Sendable {
    /// The acknowledgement or rejection, without the node, or `nil` if the client sends none (XP-E38).
    public var reply: [UInt8]?
    /// The reason for a rejection, or `nil` if the response is accepted.
    public var rejection: String?
    /// The subscribed assignments in the response.
    public var assignments: [ReceivedAssignment] = []
    /// The names that the response removes.
    public var removed: [String] = []

    /// Makes an empty reaction.
    public init() {}
}

/// One assignment as a client received it.
public struct ReceivedAssignment: Hashable, Sendable {
    /// The relation of an assignment to the one that the client had.
    public enum Novelty: Hashable, Sendable {
        /// The first of its name on this stream.
        case first
        /// Other content than before.
        case changed
        /// The same content as before.
        case repeated
    }

    /// The name.
    public var name: String
    /// The relation to the previous assignment.
    public var novelty: Novelty
    /// A hash of its bytes.
    public var content: UInt64
    /// The number of endpoints.
    public var endpointCount: Int
    /// The last visible change of the service, or `nil` without a marker.
    public var serviceMarker: Int?
    /// The last visible change of the gateway, or `nil` without a marker.
    public var gatewayMarker: Int?
}
