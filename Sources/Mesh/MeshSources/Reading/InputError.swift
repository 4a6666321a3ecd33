public import MeshModel

/// Something in the input that cannot be used: where it is, what it is and what was expected.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble.
    public enum Code: String, Hashable, Sendable {
        /// The text is not YAML or JSON.
        case syntax
        /// A value has the wrong type.
        case type
        /// A value of the right type is not allowed.
        case value
        /// A required value is absent.
        case missing
        /// A key or object stands twice.
        case duplicate
        /// Two statements cannot both hold.
        case conflict
        /// A bound on size, depth or count was passed.
        case limit
        /// A file or folder cannot be read.
        case file
    }

    /// The kind of trouble.
    public let code: Code
    /// Where it is.
    public let location: SourceLocation
    /// What was found, and what was expected.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, at location: SourceLocation, _ message: String) {
        self.code = code
        self.location = location
        self.message = message
    }

    /// `file:line:column: message`.
    public var description: String { "\(location): \(message)" }
}
