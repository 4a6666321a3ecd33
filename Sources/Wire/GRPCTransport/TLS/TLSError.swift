/// An error in TLS material.
public struct TLSError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of a TLS error.
    public enum Code: Hashable, Sendable {
        /// A file cannot be read.
        case file
        /// A file contains no certificate.
        case certificate
        /// A certificate is no longer valid.
        case expired
        /// A file contains no private key that can be used without a password.
        case key
        /// The key does not match the certificate.
        case mismatch
        /// The library rejected the material for another reason.
        case library
    }

    /// The kind of the error.
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
