internal import NIOCore
internal import NIOSSL

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What one side of TLS shows of itself, read and checked: a certificate that is still valid, and its key.
struct TLSIdentity {
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey
    /// The authorities that a client's certificate must come from; nil asks for none.
    private(set) var clientAuthorities: [NIOSSLCertificate]?

    /// Checks that the certificate is valid and the key its own.
    ///
    /// A certificate whose time has not come yet is let through: clocks differ, and it will come.
    init(
        chain: [NIOSSLCertificate],
        key: NIOSSLPrivateKey,
        certificatePath: String,
        keyPath: String
    ) throws(TLSError) {
        self.chain = chain
        self.key = key
        guard let leaf = chain.first else {
            throw TLSError(.certificate, "\(certificatePath): holds no certificate, expected at least one")
        }
        guard !leaf.hasExpired else {
            throw TLSError(
                .expired,
                "\(certificatePath): expired at \(Self.text(of: leaf.notValidAfter)), expected a valid certificate"
            )
        }
        guard Self.belongTogether(chain, key) else {
            throw TLSError(
                .mismatch,
                "\(keyPath): is not the key of \(certificatePath), expected the private key of its first certificate"
            )
        }
    }

    /// The same with certificates asked of clients.
    func asking(_ authorities: [NIOSSLCertificate]) -> TLSIdentity {
        var copy = self
        copy.clientAuthorities = authorities
        return copy
    }

    /// When the certificate expires, for people.
    var expiry: String { chain.first.map { Self.text(of: $0.notValidAfter) } ?? "" }

    /// Makes the library's form of it for servers (XP-H2, XP-O8).
    func makeServerContext() throws(TLSError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.restrictToHTTP2()
        // Where only HTTP/2 is served, the second one is there so that a client without "h2" is known, and closed.
        configuration.applicationProtocols = ["h2", "http/1.1"]
        if let clientAuthorities {
            // Clients have no host name to verify; chain, time and key usage clientAuth are.
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(clientAuthorities)
            configuration.sendCANameList = true
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSError(.library, "expected usable TLS material: \(error)")
        }
    }

    /// The library compares the two when it is given both.
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
    /// Seconds until its time is over; not above 0 when it is.
    var remainingSeconds: Int { Int(notValidAfter) - Int(time(nil)) }

    /// Whether its time is over.
    var hasExpired: Bool { remainingSeconds <= 0 }
}

extension TLSConfiguration {
    /// Nothing older than TLS 1.2, and in 1.2 only suites that HTTP/2 permits: ECDHE with AEAD (XP-H2, RFC 9113 9.2.2).
    mutating func restrictToHTTP2() {
        minimumTLSVersion = .tlsv12
        cipherSuites = "ECDH+AESGCM:ECDH+CHACHA20:!aNULL"
        // A peer that has gone silent does not answer the closing alert either.
        shutdownTimeout = .seconds(1)
    }
}
