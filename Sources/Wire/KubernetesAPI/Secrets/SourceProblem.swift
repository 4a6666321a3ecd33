public import MeshModel

/// A part of the configuration of sources that cannot be used.
public struct SourceProblem: Hashable, Sendable, CustomStringConvertible {
    /// Where it stands: a Secret and a key.
    public let origin: String
    /// The cluster that it names.
    public let cluster: ClusterID
    /// What was found, and what was expected; never with credentials.
    public let message: String

    /// The origin and the message.
    public var description: String { "\(origin): \(message)" }
}
