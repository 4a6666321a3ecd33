internal import NIOSSL

/// The TLS context of client connections, made once and shared by all of them.
public final class TLSClientContext: Sendable {
    /// A version of TLS.
    public enum Version: Hashable, Sendable {
        /// TLS 1.2, the highest version of Envoy's client side by default (XP-E26).
        case tls12
        /// TLS 1.3.
        case tls13
    }

    /// The TLS settings of a client.
    public struct Options: Hashable, Sendable {
        /// The PEM file of the authorities that must have issued the server's certificate; nil trusts any server.
        public var authorities: String?
        /// The PEM file of the client's certificate; nil sends none.
        public var certificate: String?
        /// The PEM file of the certificate's private key.
        public var key: String?
        /// The name to send (SNI) and to expect in the server's certificate, which may also be for the address; nil
        /// sends none, as Envoy does, and expects the address.
        public var serverName: String?
        /// The protocols to offer by ALPN; empty offers none.
        public var applicationProtocols = ["h2"]
        /// The only TLS version to use; nil permits both.
        public var version: Version?

        /// Makes the default options.
        public init() {}
    }

    let context: NIOSSLContext
    let serverName: String?

    /// Reads the files.
    ///
    /// - Throws: ``TLSError`` that names the file and what was expected.
    public init(_ options: Options) throws(TLSError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.restrictToHTTP2()
        configuration.applicationProtocols = options.applicationProtocols
        switch options.version {
        case .tls12?: configuration.maximumTLSVersion = .tlsv12
        case .tls13?: configuration.minimumTLSVersion = .tlsv13
        case nil: break
        }
        if let authorities = options.authorities {
            let expected = "the authorities of the server's certificate in PEM form"
            configuration.trustRoots = .certificates(
                try PEMFile(reading: authorities, expecting: expected).certificates(expecting: expected)
            )
        } else {
            configuration.certificateVerification = .none
        }
        if let certificate = options.certificate, let key = options.key {
            // Read without the server's checks: the server decides whether the client's certificate is valid.
            let expected = "the client's certificate in PEM form"
            configuration.certificateChain = try PEMFile(reading: certificate, expecting: expected)
                .certificates(expecting: expected).map { .certificate($0) }
            let expectedKey = "the client's private key in PEM form"
            configuration.privateKey = .privateKey(
                try PEMFile(reading: key, expecting: expectedKey).privateKey(expecting: expectedKey)
            )
        }
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSError(.library, "cannot create the TLS context: \(error)", cause: error)
        }
        serverName = options.serverName
    }

    /// Makes the handler of one connection.
    func makeHandler() throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(context: context, serverHostname: serverName)
    }
}
