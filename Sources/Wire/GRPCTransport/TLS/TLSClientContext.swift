internal import NIOSSL

/// The TLS of client connections, made once and shared by all of them.
public final class TLSClientContext: Sendable {
    /// A version of TLS.
    public enum Version: Hashable, Sendable {
        /// TLS 1.2: what Envoy's client side stops at by default (XP-E26).
        case tls12
        /// TLS 1.3.
        case tls13
    }

    /// What a client shows and asks for.
    public struct Options: Hashable, Sendable {
        /// The PEM file of the authorities that the server's certificate must come from; nil trusts any server.
        public var authorities: String?
        /// The PEM file of the client's certificate; nil shows none.
        public var certificate: String?
        /// The PEM file of the certificate's private key.
        public var key: String?
        /// The name to send and to look for in the server's certificate, which may also be for the address; nil sends
        /// none, as Envoy does, and looks for the address.
        public var serverName: String?
        /// The protocols to offer by ALPN; none offers nothing.
        public var applicationProtocols = ["h2"]
        /// The only version to speak; nil speaks both.
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
            // Read without the server's checks: what a client shows is for the server to judge.
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
            throw TLSError(.library, "expected usable TLS material: \(error)")
        }
        serverName = options.serverName
    }

    /// The handler of one connection.
    func makeHandler() throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(context: context, serverHostname: serverName)
    }
}
