/// An error of a load run.
public struct LoadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of error.
    public enum Code: String, Hashable, Sendable {
        /// An invalid option.
        case option
        /// A file cannot be read or written.
        case file
        /// An error in the mesh directory.
        case mesh
        /// The server cannot be started or reached.
        case server
        /// A file that is not a result.
        case result
    }

    /// The kind of error.
    public var code: Code
    /// The human-readable message: what was found and what was expected.
    public var message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
