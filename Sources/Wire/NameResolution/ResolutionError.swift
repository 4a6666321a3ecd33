/// The reason that a name has no new addresses.
///
/// Errors are equal if code and message are: a status page shows the message, so another message is a change.
public struct ResolutionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of an error.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case configuration
            case invalidName
            case malformedMessage
            case timeout
            case transport
            case serverFailure
            case declined
            case notPinned
            case cancelled
        }

        private let kind: Kind

        /// The resolver's configuration cannot be read or contains no server.
        public static let configuration = Code(kind: .configuration)
        /// The text is not a host name.
        public static let invalidName = Code(kind: .invalidName)
        /// The bytes are not a DNS message, or one that exceeds the limits.
        public static let malformedMessage = Code(kind: .malformedMessage)
        /// No valid answer arrived in time.
        public static let timeout = Code(kind: .timeout)
        /// The socket failed.
        public static let transport = Code(kind: .transport)
        /// The server answered SERVFAIL.
        public static let serverFailure = Code(kind: .serverFailure)
        /// The server responded, but did not state whether the name has addresses.
        public static let declined = Code(kind: .declined)
        /// The answers are pinned, and there is none for this name.
        public static let notPinned = Code(kind: .notPinned)
        /// The resolver was stopped.
        public static let cancelled = Code(kind: .cancelled)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of the error.
    public var code: Code
    /// The human-readable message, with what was found and what was expected.
    public var message: String

    /// Creates an error.
    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    /// One line: code and message.
    public var description: String { "\(code): \(message)" }
}
