/// Why a message could not be read or written.
///
/// Two errors are equal if their codes are: messages are for people.
public struct MessageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of thing is wrong.
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

        /// The bytes break the format's own rules: an overlong varint, a group, a field number of zero, bad JSON syntax.
        public static let malformed = Code(kind: .malformed)
        /// The bytes end too early, or a length points past the end.
        public static let truncated = Code(kind: .truncated)
        /// A limit of ``MessageLimits`` is exceeded: the sender wants too much, for which gRPC says RESOURCE_EXHAUSTED.
        public static let limitExceeded = Code(kind: .limitExceeded)
        /// A text is not UTF-8, or holds a NUL and would be cut off there (XP-H22).
        public static let invalidText = Code(kind: .invalidText)
        /// A field is of another type than the message's definition says.
        public static let wrongType = Code(kind: .wrongType)
        /// The value has no form in the wanted encoding.
        public static let unencodable = Code(kind: .unencodable)

        /// The code's name.
        public var description: String { self.kind.rawValue }
    }

    /// What kind of thing is wrong.
    public var code: Code

    /// What was found and what was expected, for people.
    public var message: String

    /// Where, in bytes from the beginning of what was decoded; nil if there is no such place.
    public var offset: Int?

    /// Creates an error.
    public init(code: Code, message: String, offset: Int? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
    }

    /// One line: code, message and, if known, the offset.
    public var description: String {
        guard let offset = self.offset else { return "\(self.code): \(self.message)" }
        return "\(self.code): \(self.message) (at byte \(offset))"
    }

    /// Compares the codes only.
    public static func == (left: MessageError, right: MessageError) -> Bool {
        left.code == right.code
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.code)
    }
}
