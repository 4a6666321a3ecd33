import NIOSSL

/// A certificate made by the `openssl` command for one run, and its key.
public struct SelfSignedCertificate: Sendable {
    /// The path of the certificate's PEM file; it is its own authority.
    public let certificate: String

    /// The path of the key's PEM file.
    public let key: String

    // Keeps the files while the certificate is in use.
    private let directory: TemporaryDirectory

    /// Makes a certificate that is valid for a day for the given names, each `DNS:name` or `IP:address`.
    ///
    /// Throws ``HarnessError`` with code `missingTool` if `openssl` is missing or fails.
    public static func make(for names: [String] = ["DNS:localhost", "IP:127.0.0.1"]) async throws -> Self {
        let directory = try TemporaryDirectory(named: "certificate")
        let (certificate, key) = (directory.file("certificate.pem"), directory.file("key.pem"))
        let openssl = try ChildProcess(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
                "-subj", "/CN=eds-translator", "-addext", "subjectAltName=\(names.joined(separator: ","))",
                "-out", certificate, "-keyout", key,
            ]
        )
        guard await openssl.exit(within: .seconds(20)) == .status(0) else {
            await openssl.stop()
            throw HarnessError(.missingTool, "openssl made no certificate: \(openssl.output.tail())")
        }
        return SelfSignedCertificate(certificate: certificate, key: key, directory: directory)
    }

    /// Returns the server side of TLS with this certificate and the protocols that a sidecar offers.
    func serverContext() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        )
        configuration.applicationProtocols = ["istio", "http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }
}
