/// The bootstrap of an Envoy that only routes to EDS clusters.
///
/// Every cluster of ``clusters`` has a listener of the same name on a port of 127.0.0.1 chosen by the operating system,
/// one upstream connection per request (so that a gateway balances too), round robin, and weights between localities.
public struct EnvoyBootstrap: Sendable {
    /// The identity of the Envoy.
    public var node: EnvoyNode

    /// The address of the management server; unused by the file flavour.
    public var managementServer: NetworkEndpoint

    /// The way in which endpoints are fetched.
    public var flavour: EDSFlavour

    /// The clusters whose endpoints are fetched.
    public var clusters: [EDSCluster]

    /// The certificates for TLS to the management server; nil uses plain text.
    public var managementTLS: ManagementTLS?

    /// A Boolean value that indicates whether later messages of a stream omit the node, which is 61 KB long (XP-E2).
    public var setNodeOnFirstMessageOnly = true

    /// The folder from which Envoy reads ``clusters``, as CDS from a file; nil puts them into the bootstrap.
    ///
    /// With it clusters can be added, changed and removed while Envoy runs, see ``writeClusters()``.
    public var clusterDirectory: TemporaryDirectory?

    /// The certificates for a management server with TLS; all are paths of PEM files.
    public struct ManagementTLS: Hashable, Sendable {
        /// The authority that signed the server's certificate.
        public var authority: String
        /// Our own certificate, for a server that requests one.
        public var certificate: String?
        /// The key of our own certificate.
        public var key: String?

        /// Makes an instance from file names.
        public init(authority: String, certificate: String? = nil, key: String? = nil) {
            self.authority = authority
            self.certificate = certificate
            self.key = key
        }
    }

    /// Makes a bootstrap.
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
