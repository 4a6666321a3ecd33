internal import EnvoyMessages

/// One ClusterLoadAssignment as bytes; shared by all who are sent it.
public final class EncodedAssignment: Sendable {
    /// The cluster name.
    public let name: String
    /// Whether the name stands for something.
    public let presence: Assignment.Presence
    /// The packed message.
    public let bytes: [UInt8]
    /// How many addresses it has, gateways among them.
    public let endpointCount: Int
    /// A hash of the bytes: the same on every replica and after every restart (XP-V2, XP-V5).
    public let version: UInt64
    /// Why the endpoints could not be encoded; nil when all is well.
    public let failure: EncodingError?

    /// Makes an assignment of its bytes.
    public init(
        name: String,
        presence: Assignment.Presence,
        bytes: [UInt8],
        endpointCount: Int = 0,
        failure: EncodingError? = nil
    ) {
        self.name = name
        self.endpointCount = endpointCount
        self.presence = presence
        self.bytes = bytes
        self.failure = failure
        version = ContentHash(bytes).value
    }

    /// The assignment without endpoints.
    public static func empty(named name: String) -> EncodedAssignment {
        EncodedAssignment(
            name: name,
            presence: .unknownHost,
            bytes: AssignmentEncoder.encode(clusterName: name, groups: [], slab: [])
        )
    }

    /// Whether a client is told that the name exists.
    ///
    /// Services that a proxy resolves by itself exist, with nothing to send (EG-S7).
    public var exists: Bool { presence == .known || presence == .notByEDS }
}
