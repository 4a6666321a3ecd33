/// An error in TLS material.
public struct TLSError: Error, Sendable, CustomStringConvertible {
    /// The kind of a TLS error.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case file
            case certificate
            case expired
            case key
            case mismatch
            case library
        }

        private let kind: Kind

        /// A file cannot be read.
        public static let file = Code(kind: .file)
        /// A file contains no certificate.
        public static let certificate = Code(kind: .certificate)
        /// A certificate is no longer valid.
        public static let expired = Code(kind: .expired)
        /// A file contains no private key that can be used without a password.
        public static let key = Code(kind: .key)
        /// The key does not match the certificate.
        public static let mismatch = Code(kind: .mismatch)
        /// The library rejected the material for another reason.
        public static let library = Code(kind: .library)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of the error.
    public let code: Code
    /// The file, what was found, and what was expected.
    public let message: String
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

extension TLSError: Hashable {
    /// Compares code and message, which contains the text of the cause.
    public static func == (left: TLSError, right: TLSError) -> Bool {
        left.code == right.code && left.message == right.message
    }

    /// Hashes code and message.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
    }
}
