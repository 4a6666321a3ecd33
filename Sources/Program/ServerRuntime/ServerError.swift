/// An error that keeps a server from starting.
public struct ServerError: Error, Sendable, CustomStringConvertible {
    /// The kind of an error.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case invalidInput
            case unreachable
        }

        private let kind: Kind

        /// The mesh, or another file, cannot be used.
        public static let invalidInput = Code(kind: .invalidInput)
        /// A source cannot be reached, or an address cannot be bound.
        public static let unreachable = Code(kind: .unreachable)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of the error.
    public let code: Code
    /// The found and the expected value, in one or more lines.
    public let message: String
    /// The error that led to this one, if any; its text is a part of the message.
    public let cause: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message.
    public var description: String { message }
}

extension ServerError: Hashable {
    /// Compares code and message, which contains the text of the cause.
    public static func == (left: ServerError, right: ServerError) -> Bool {
        left.code == right.code && left.message == right.message
    }

    /// Hashes code and message.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
    }
}
