/// A Sidecar resource, as far as it decides which services a proxy sees.
public struct Sidecar: Hashable, Sendable {
    /// The namespaces that one entry of `hosts` is about: the part before the slash.
    public enum NamespacePattern: Hashable, Sendable {
        /// `*`: all namespaces.
        case any
        /// `.`: the namespace of the proxy.
        case own
        /// One namespace; `~` is the name of none.
        case named(String)
    }

    /// One entry of `hosts`: `namespace/host`.
    public struct HostImport: Hashable, Sendable {
        /// The namespaces.
        public let namespace: NamespacePattern
        /// The host, or a wildcard host.
        public let host: String

        /// Makes an entry.
        public init(namespace: NamespacePattern, host: String) {
            self.namespace = namespace
            self.host = host
        }
    }

    /// One egress listener.
    public struct EgressListener: Hashable, Sendable {
        /// The only port of the imported services that is seen; nil for all ports.
        public let port: Int?
        /// The services that it imports.
        public let hosts: [HostImport]

        /// Makes a listener.
        public init(port: Int?, hosts: [HostImport]) {
            self.port = port
            self.hosts = hosts
        }

        /// The listener of a proxy without a Sidecar resource, and of one that has no egress section: `*/*`.
        public static let everything = EgressListener(port: nil, hosts: [HostImport(namespace: .any, host: "*")])
    }

    /// The labels of the proxies that it is for; nil for all proxies of its namespace.
    public var workloadSelector: Labels?
    /// The listeners in order; at least one.
    public var egress: [EgressListener]
    /// Seconds since 1970 when the object was made; the oldest one wins.
    public var creationTime: Int64
    /// The object itself.
    public var source: ObjectReference

    /// Makes a resource.
    public init(
        workloadSelector: Labels?,
        egress: [EgressListener],
        creationTime: Int64,
        source: ObjectReference
    ) {
        self.workloadSelector = workloadSelector
        self.egress = egress.isEmpty ? [.everything] : egress
        self.creationTime = creationTime
        self.source = source
    }
}
