/// An assignment that cannot be put into bytes.
public struct EncodingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the assignment.
    public let assignment: String
    /// What cannot be sent, and what was expected.
    public let message: String

    /// Both in one line.
    public var description: String { "\(assignment): \(message)" }
}
