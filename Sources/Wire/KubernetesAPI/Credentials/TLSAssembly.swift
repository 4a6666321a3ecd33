internal import NIOSSL

/// The TLS configuration of a kubeconfig's entries, which stays the same object while its files are unchanged.
struct TLSAssembly {
    private struct Input: Equatable {
        var authorities: [UInt8]?
        var chain: [UInt8]?
        var key: [UInt8]?
    }

    private var made: (input: Input, configuration: TLSConfiguration)?
    /// The expiry of the client's certificate, in milliseconds since 1970.
    private(set) var certificateExpiry: Int64?

    /// Returns the configuration of the next connection.
    ///
    /// - Throws: ``KubernetesError`` with code `credentials` or `tls` that names the file and what was expected.
    mutating func configuration(
        for access: ClusterAccess,
        _ certificate: Credentials.Certificate?
    ) throws(KubernetesError) -> TLSConfiguration {
        var input = Input()
        input.authorities = try access.authorities?.read()
        input.chain = try certificate?.chain.read()
        input.key = try certificate?.key.read()
        if let made, made.input == input { return made.configuration }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let bytes = input.authorities {
            let place = access.authorities?.place ?? ""
            configuration.trustRoots = .certificates(try Self.certificates(bytes, place, "the server's authorities"))
        }
        if !access.verifiesServer { configuration.certificateVerification = .none }
        var expiry: Int64?
        if let chain = input.chain, let key = input.key, let certificate {
            let certificates = try Self.certificates(chain, certificate.chain.place, "the client's certificate")
            configuration.certificateChain = certificates.map { .certificate($0) }
            configuration.privateKey = .privateKey(try Self.key(key, certificate.key.place))
            expiry = certificates.first.map { Int64($0.notValidAfter) * 1_000 }
        }
        // This also compares key and certificate: between the two writes of a renewal they do not match.
        guard (try? NIOSSLContext(configuration: configuration)) != nil else {
            let place = certificate?.key.place ?? access.origin
            throw KubernetesError(.tls, "\(place): the key does not match the certificate")
        }
        certificateExpiry = expiry
        made = (input, configuration)
        return configuration
    }

    private static func certificates(
        _ bytes: [UInt8],
        _ place: String,
        _ what: String
    ) throws(KubernetesError) -> [NIOSSLCertificate] {
        // The library traps on an empty buffer, which has no address.
        let found = bytes.isEmpty ? nil : try? NIOSSLCertificate.fromPEMBytes(bytes)
        guard let found, !found.isEmpty else {
            throw KubernetesError(.tls, "\(place): no certificate found, expected \(what) in PEM form")
        }
        return found
    }

    private static func key(_ bytes: [UInt8], _ place: String) throws(KubernetesError) -> NIOSSLPrivateKey {
        // Without the callback the library would ask for a password on the terminal.
        let noPassword: NIOSSLPassphraseCallback<[UInt8]> = { $0([]) }
        guard !bytes.isEmpty,
            let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem, passphraseCallback: noPassword)
        else {
            throw KubernetesError(.tls, "\(place): no private key without a password found, expected one in PEM form")
        }
        return key
    }
}
