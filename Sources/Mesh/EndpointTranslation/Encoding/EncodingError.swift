/// An error of encoding an assignment.
public struct EncodingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the assignment.
    public let assignment: String
    /// The text that cannot be encoded, and the expectation.
    public let message: String

    /// Both on one line.
    public var description: String { "\(assignment): \(message)" }
}
