/// The workload certificates with which a client connects to endpoints that are marked for mutual TLS.
public struct UpstreamTLS: Hashable, Sendable {
    /// The PEM file of the authorities of the mesh.
    public var authorities: String
    /// The PEM file of the client's certificate; nil for none.
    public var certificate: String?
    /// The PEM file of its key.
    public var key: String?

    /// Makes a setting.
    public init(authorities: String, certificate: String? = nil, key: String? = nil) {
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
    }
}
