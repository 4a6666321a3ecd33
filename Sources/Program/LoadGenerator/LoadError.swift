/// Why a load run cannot be made or read.
public struct LoadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of thing is wrong.
    public enum Code: String, Hashable, Sendable {
        /// An option has no meaning.
        case option
        /// A file cannot be read or written.
        case file
        /// The mesh directory is wrong.
        case mesh
        /// The server cannot be started or reached.
        case server
        /// A result file is not one.
        case result
    }

    /// What kind of thing is wrong.
    public var code: Code
    /// What was found and what was expected, for people.
    public var message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
