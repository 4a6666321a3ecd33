public import TextFormats

/// The reason that a message could not be read or written.
public struct MessageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of an error.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case malformed
            case truncated
            case limitExceeded
            case invalidText
            case wrongType
            case unencodable
        }

        private let kind: Kind

        /// The bytes violate the format's own rules: an overlong varint, a group, a field number of zero, invalid JSON
        /// syntax.
        public static let malformed = Code(kind: .malformed)
        /// The bytes end too early, or a length points past the end.
        public static let truncated = Code(kind: .truncated)
        /// A limit of ``MessageLimits`` is exceeded, for which gRPC uses RESOURCE_EXHAUSTED.
        public static let limitExceeded = Code(kind: .limitExceeded)
        /// A text is not UTF-8, or contains a NUL at which it would be truncated (XP-H22).
        public static let invalidText = Code(kind: .invalidText)
        /// The type of a field differs from the message's definition.
        public static let wrongType = Code(kind: .wrongType)
        /// The value has no form in the requested encoding.
        public static let unencodable = Code(kind: .unencodable)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of the error.
    public var code: Code

    /// The human-readable message, with what was found and what was expected.
    public var message: String

    /// The position in bytes from the beginning of the decoded data; nil if there is none.
    public var offset: Int?

    /// Creates an error.
    public init(code: Code, message: String, offset: Int? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
    }

    /// The error of a message whose text is not the JSON that was expected.
    public init(_ error: JSONError) {
        let code: Code =
            switch error.code {
            case .truncated: .truncated
            case .limitExceeded: .limitExceeded
            case .invalidText: .invalidText
            default: .malformed
            }
        self.init(code: code, message: error.message, offset: error.offset)
    }

    /// One line: code, message and, if known, the offset.
    public var description: String {
        guard let offset else { return "\(code): \(message)" }
        return "\(code): \(message) (at byte \(offset))"
    }
}
