/// The PEM files of a server's TLS configuration.
public struct TLSConfigurationSource: Hashable, Sendable {
    /// The server's certificate, followed by the certificates between it and its authority.
    public var certificate: String
    /// The private key of the certificate, without a password.
    public var key: String
    /// The authorities that must have issued clients' certificates; nil requests no client certificate (XP-O8).
    public var clientAuthorities: String?

    /// Makes a source from file names; nothing is read yet.
    public init(certificate: String, key: String, clientAuthorities: String? = nil) {
        self.certificate = certificate
        self.key = key
        self.clientAuthorities = clientAuthorities
    }

    /// The fingerprints of the files, in a fixed order.
    var fingerprint: [FileFingerprint] {
        [certificate, key, clientAuthorities].compactMap { $0 }.map(FileFingerprint.init)
    }

    /// Reads and checks the files.
    ///
    /// - Throws: ``TLSError`` that names the file and what was expected.
    func load() throws(TLSError) -> TLSIdentity {
        let chain = try PEMFile(reading: certificate, expecting: "the server's certificate in PEM form")
            .certificates(expecting: "the server's certificate in PEM form")
        let privateKey = try PEMFile(reading: key, expecting: "the certificate's private key in PEM form")
            .privateKey(expecting: "the certificate's private key in PEM form")
        let identity = try TLSIdentity(chain: chain, key: privateKey, certificatePath: certificate, keyPath: key)
        guard let clientAuthorities else { return identity }
        let expected = "the authorities of client certificates in PEM form"
        return identity.asking(
            try PEMFile(reading: clientAuthorities, expecting: expected).certificates(expecting: expected)
        )
    }
}
