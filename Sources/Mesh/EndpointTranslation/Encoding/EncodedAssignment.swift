internal import EnvoyMessages

/// One encoded ClusterLoadAssignment, shared by all its receivers.
public final class EncodedAssignment: Sendable {
    /// The cluster name.
    public let name: String
    /// The kind of the name.
    public let presence: Assignment.Presence
    /// The packed message.
    public let bytes: [UInt8]
    /// The number of addresses, gateways included.
    public let endpointCount: Int
    /// A hash of the bytes: the same on every replica and after every restart (XP-V2, XP-V5).
    public let version: UInt64
    /// The error of the encoding, or `nil`.
    public let failure: EncodingError?

    /// Makes an assignment from its bytes.
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

    /// Returns an assignment without endpoints.
    public static func empty(named name: String) -> EncodedAssignment {
        EncodedAssignment(
            name: name,
            presence: .unknownHost,
            bytes: AssignmentEncoder.encode(clusterName: name, groups: [], slab: [])
        )
    }

    /// A Boolean value that indicates whether the name exists for a client.
    ///
    /// Services that a proxy resolves itself exist, without endpoints (EG-S7).
    public var exists: Bool { presence == .known || presence == .notByEDS }
}
