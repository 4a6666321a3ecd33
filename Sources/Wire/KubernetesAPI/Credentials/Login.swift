/// How a client says who it is: with a certificate, with a header, or both.
struct Login: Sendable {
    /// What the `Authorization` header is made of.
    enum Authorization: Sendable {
        /// There is none.
        case none
        /// A bearer token.
        case token(HiddenText)
        /// A file with a bearer token, which is replaced before the token expires.
        case tokenFile(String)
        /// A name and a password.
        case basic(name: String, password: HiddenText)
        /// A program that prints a token, a certificate, or both.
        case plugin(ExecPlugin)
    }

    /// A certificate and its key.
    struct Certificate: Hashable, Sendable {
        var chain: Material
        var key: Material
    }

    /// What the header is made of.
    var authorization = Authorization.none
    /// What is shown when TLS is set up.
    var certificate: Certificate?
}
