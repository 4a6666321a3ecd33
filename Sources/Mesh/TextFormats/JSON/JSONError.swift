/// A document that is not JSON, or that exceeds a limit.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of an error.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case malformed
            case truncated
            case limitExceeded
            case invalidText
        }

        private let kind: Kind

        /// The bytes violate the grammar of RFC 8259.
        public static let malformed = Code(kind: .malformed)
        /// The bytes end before the document does.
        public static let truncated = Code(kind: .truncated)
        /// A limit of ``JSONLimits`` is exceeded.
        public static let limitExceeded = Code(kind: .limitExceeded)
        /// A text is not UTF-8, or has half of a surrogate pair.
        public static let invalidText = Code(kind: .invalidText)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of the error.
    public var code: Code

    /// The place as `line:column`, what was expected and what was found.
    public var message: String

    /// The place in bytes from the beginning of the document; nil if the error has none.
    public var offset: Int?

    /// Creates an error.
    public init(code: Code, message: String, offset: Int? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
    }

    /// One line: code, message and, if known, the offset.
    public var description: String {
        guard let offset else { return "\(code): \(message)" }
        return "\(code): \(message) (at byte \(offset))"
    }
}
