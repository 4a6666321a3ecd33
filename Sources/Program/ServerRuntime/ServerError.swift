/// An error that keeps a server from starting.
public struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
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

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
