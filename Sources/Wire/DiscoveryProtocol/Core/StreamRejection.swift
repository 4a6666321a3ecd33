/// The reason that the server ends the stream instead of responding.
public struct StreamRejection: Error, Hashable, Sendable, CustomStringConvertible {
    /// The gRPC status to end the stream with.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case resourceExhausted
            case invalidArgument
        }

        private let kind: Kind

        /// RESOURCE_EXHAUSTED (8): a limit of the subscription is exceeded (XP-S14, X-100).
        public static let resourceExhausted = Code(kind: .resourceExhausted)
        /// INVALID_ARGUMENT (3): the request is malformed (XP-A2).
        public static let invalidArgument = Code(kind: .invalidArgument)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The gRPC status to end the stream with.
    public let code: Code
    /// The text for `grpc-message`: what was found and what was expected.
    public let message: String

    /// The message, for logs.
    public var description: String { message }
}
