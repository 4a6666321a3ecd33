public import MeshModel

/// An error in the input: its place, the finding and the expectation.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of error.
    public enum Code: String, Hashable, Sendable {
        /// The text is not YAML or JSON.
        case syntax
        /// A value has the wrong type.
        case type
        /// A value of the right type is not allowed.
        case value
        /// A required value is absent.
        case missing
        /// A key or object is duplicated.
        case duplicate
        /// Two statements contradict each other.
        case conflict
        /// A limit on size, depth or count is exceeded.
        case limit
        /// A file or folder cannot be read.
        case file
    }

    /// The kind of error.
    public let code: Code
    /// The place.
    public let location: SourceLocation
    /// The message: what was found, and what was expected.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, at location: SourceLocation, _ message: String) {
        self.code = code
        self.location = location
        self.message = message
    }

    /// The text `file:line:column: message`.
    public var description: String { "\(location): \(message)" }
}
