internal import NIOSSL

/// The names in a peer's certificate, which was verified by the TLS handshake (XP-O8).
///
/// Only printable ASCII names are accepted: others cannot be compared reliably.
public struct PeerIdentity: Hashable, Sendable, CustomStringConvertible {
    /// The URIs, such as `spiffe://cluster.local/ns/shop/sa/web`.
    public var uris: [String]
    /// The DNS names in lower case.
    public var dnsNames: [String]

    /// Makes an identity.
    public init(uris: [String] = [], dnsNames: [String] = []) {
        self.uris = uris
        self.dnsNames = dnsNames
    }

    /// A Boolean value that indicates whether the certificate contains no name.
    public var isEmpty: Bool { uris.isEmpty && dnsNames.isEmpty }

    /// All names in one line.
    public var description: String { isEmpty ? "no name" : (uris + dnsNames).joined(separator: ", ") }

    init(_ certificate: NIOSSLCertificate) {
        self.init()
        for name in certificate._subjectAlternativeNames() {
            guard name.contents.allSatisfy({ (0x21...0x7E).contains($0) }), !name.contents.isEmpty else { continue }
            let text = String(decoding: name.contents, as: UTF8.self)
            switch name.nameType {
            case .uri: uris.append(text)
            case .dnsName: dnsNames.append(text.lowercased())
            default: break
            }
        }
    }
}
