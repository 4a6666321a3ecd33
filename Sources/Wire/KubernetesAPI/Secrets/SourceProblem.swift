public import MeshModel

/// An invalid part of the sources' configuration.
public struct SourceProblem: Hashable, Sendable, CustomStringConvertible {
    /// The origin: a Secret and a key.
    public let origin: String
    /// The cluster of the key.
    public let cluster: ClusterID
    /// The message, with what was found and what was expected; never contains credentials.
    public let message: String

    /// The origin and the message.
    public var description: String { "\(origin): \(message)" }
}
