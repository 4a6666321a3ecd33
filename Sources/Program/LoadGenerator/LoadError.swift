/// An error of a load run.
public struct LoadError: Error, Sendable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case option
            case file
            case mesh
            case server
            case result
        }

        private let kind: Kind

        /// An invalid option.
        public static let option = Code(kind: .option)
        /// A file cannot be read or written.
        public static let file = Code(kind: .file)
        /// An error in the mesh directory.
        public static let mesh = Code(kind: .mesh)
        /// The server cannot be started or reached.
        public static let server = Code(kind: .server)
        /// A file that is not a result.
        public static let result = Code(kind: .result)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of error.
    public var code: Code
    /// The human-readable message: what was found and what was expected.
    public var message: String
    /// The error that led to this one, if any; its text is a part of the message.
    public let cause: (any Error)?

    /// Makes an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message.
    public var description: String { message }
}

extension LoadError: Hashable {
    /// Compares code and message, which contains the text of the cause.
    public static func == (left: LoadError, right: LoadError) -> Bool {
        left.code == right.code && left.message == right.message
    }

    /// Hashes code and message.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
    }
}
