/// TLS material that cannot be used.
public struct TLSError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: Hashable, Sendable {
        /// A file cannot be read.
        case file
        /// A file holds no certificate.
        case certificate
        /// A certificate is no longer valid.
        case expired
        /// A file holds no private key that can be used without a password.
        case key
        /// The key is not that of the certificate.
        case mismatch
        /// The library refused the material for another reason.
        case library
    }

    /// What is wrong.
    public let code: Code
    /// The file, what was found, and what was expected.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
