/// The credentials of a client: a certificate, a header, or both.
struct Credentials: Sendable {
    /// The source of the `Authorization` header.
    enum Authorization: Sendable {
        /// No header.
        case none
        /// A bearer token.
        case token(RedactedText)
        /// A file with a bearer token, which is replaced before the token expires.
        case tokenFile(String)
        /// A name and a password.
        case basic(name: String, password: RedactedText)
        /// A program that prints a token, a certificate, or both.
        case plugin(ExecPlugin)
    }

    /// A certificate and its key.
    struct Certificate: Hashable, Sendable {
        var chain: PEMSource
        var key: PEMSource
    }

    /// The source of the header.
    var authorization = Authorization.none
    /// The client certificate for TLS.
    var certificate: Certificate?
}
