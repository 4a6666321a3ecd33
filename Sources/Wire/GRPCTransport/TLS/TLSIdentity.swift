internal import NIOCore
internal import NIOSSL

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The identity of one side of TLS, read and checked: a valid certificate and its key.
struct TLSIdentity {
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey
    /// The authorities that must have issued a client's certificate; nil requests none.
    private(set) var clientAuthorities: [NIOSSLCertificate]?

    /// Checks that the certificate is valid and that the key matches it.
    ///
    /// A certificate that is not valid yet is accepted: clocks differ, and it will become valid.
    init(
        chain: [NIOSSLCertificate],
        key: NIOSSLPrivateKey,
        certificatePath: String,
        keyPath: String
    ) throws(TLSError) {
        self.chain = chain
        self.key = key
        guard let leaf = chain.first else {
            throw TLSError(.certificate, "\(certificatePath): no certificate found, expected at least one")
        }
        guard !leaf.hasExpired else {
            throw TLSError(
                .expired,
                "\(certificatePath): certificate expired at \(Self.text(of: leaf.notValidAfter)), expected a valid one"
            )
        }
        guard Self.belongTogether(chain, key) else {
            throw TLSError(
                .mismatch,
                "\(keyPath): key does not match \(certificatePath), expected the private key of its first certificate"
            )
        }
    }

    /// Returns the identity with client certificates requested.
    func asking(_ authorities: [NIOSSLCertificate]) -> TLSIdentity {
        var copy = self
        copy.clientAuthorities = authorities
        return copy
    }

    /// The expiry of the certificate as human-readable text.
    var expiry: String { chain.first.map { Self.text(of: $0.notValidAfter) } ?? "" }

    /// Makes the library's context for servers (XP-H2, XP-O8).
    func makeServerContext() throws(TLSError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.restrictToHTTP2()
        // If only HTTP/2 is served, "http/1.1" is offered so that a client without "h2" is recognized and closed
        //
        configuration.applicationProtocols = ["h2", "http/1.1"]
        if let clientAuthorities {
            // Clients have no host name to verify; chain, validity and the key usage clientAuth are verified.
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(clientAuthorities)
            configuration.sendCANameList = true
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSError(.library, "cannot create the TLS context: \(error)", cause: error)
        }
    }

    /// Returns true if the key matches the certificate; the library compares them when it is given both.
    private static func belongTogether(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey) -> Bool {
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        return (try? NIOSSLContext(configuration: configuration)) != nil
    }

    private static func text(of time: time_t) -> String {
        var time = time
        var parts = tm()
        guard gmtime_r(&time, &parts) != nil else { return "\(time)" }
        var buffer = [CChar](repeating: 0, count: 32)
        let length = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension NIOSSLCertificate {
    /// The time until the certificate expires, in seconds; not above 0 after that.
    var remainingSeconds: Int { Int(notValidAfter) - Int(time(nil)) }

    /// A Boolean value that indicates whether the certificate has expired.
    var hasExpired: Bool { remainingSeconds <= 0 }
}

extension TLSConfiguration {
    /// Permits nothing older than TLS 1.2, and in 1.2 only suites that HTTP/2 permits: ECDHE with AEAD (XP-H2, RFC 9113
    /// 9.2.2).
    mutating func restrictToHTTP2() {
        minimumTLSVersion = .tlsv12
        cipherSuites = "ECDH+AESGCM:ECDH+CHACHA20:!aNULL"
        // A peer that stopped responding does not answer the closing alert either.
        shutdownTimeout = .seconds(1)
    }
}
