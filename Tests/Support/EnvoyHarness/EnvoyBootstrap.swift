/// The bootstrap of an Envoy that does nothing but route to EDS clusters.
///
/// Every cluster of ``clusters`` gets a listener of the same name on a port of 127.0.0.1 that the operating system
/// chooses, one upstream connection per request (so that a gateway spreads, too), round robin, and weights between
/// localities.
public struct EnvoyBootstrap: Sendable {
    /// Who the Envoy is.
    public var node: EnvoyNode

    /// Where the management server listens; unused by the file flavour.
    public var managementServer: NetworkEndpoint

    /// How endpoints are fetched.
    public var flavour: EDSFlavour

    /// The clusters whose endpoints are fetched.
    public var clusters: [EDSCluster]

    /// How to reach the management server over TLS; nil for plain text.
    public var managementTLS: ManagementTLS?

    /// Whether later messages of a stream leave out the node, which is 61 KB long (XP-E2).
    public var setNodeOnFirstMessageOnly = true

    /// The folder from which Envoy reads ``clusters``, as CDS from a file; nil to have them in the bootstrap itself.
    ///
    /// With it clusters can be added, changed and removed while Envoy runs, see ``writeClusters()``.
    public var clusterDirectory: TemporaryDirectory?

    /// Certificates for a management server that wants TLS; all are paths of PEM files.
    public struct ManagementTLS: Hashable, Sendable {
        /// The authority that signed the server's certificate.
        public var authority: String
        /// Our own certificate, for a server that asks for one.
        public var certificate: String?
        /// The key of our own certificate.
        public var key: String?

        /// Names the files.
        public init(authority: String, certificate: String? = nil, key: String? = nil) {
            self.authority = authority
            self.certificate = certificate
            self.key = key
        }
    }

    /// Describes a bootstrap.
    public init(
        node: EnvoyNode,
        managementServer: NetworkEndpoint = NetworkEndpoint("127.0.0.1", 0),
        flavour: EDSFlavour,
        clusters: [EDSCluster]
    ) {
        self.node = node
        self.managementServer = managementServer
        self.flavour = flavour
        self.clusters = clusters
    }
}
