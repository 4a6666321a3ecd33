/// The files of one side of TLS; all are PEM files that the client reads.
public struct TLSFiles: Hashable, Sendable {
    /// The authorities that may have issued the other side's certificate.
    public var authorities: String
    /// The client's own certificate; nil for none.
    public var certificate: String?
    /// The key of the client's certificate.
    public var key: String?

    /// Makes a setting.
    public init(authorities: String, certificate: String? = nil, key: String? = nil) {
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
    }
}
