/// A cluster of a bootstrap whose endpoints come by EDS, and the listener that routes everything to it.
public struct EDSCluster: Hashable, Sendable {
    /// The cluster's name, such as `outbound|80||web.shop.svc.cluster.local`.
    public let name: String

    /// The name asked for in EDS if it differs from ``name``.
    public let serviceName: String?

    /// Whether endpoints marked `tlsMode: istio` are reached over TLS, the others in plain text.
    public let matchesTLSMode: Bool

    /// Seconds that Envoy waits for the first assignment; nil is Envoy's own 15.
    public let initialFetchTimeout: Int?

    /// Seconds that Envoy tries to connect; another value makes the cluster another one, which is warmed anew (XP-E34).
    public let connectTimeout: Int

    /// Describes a cluster.
    public init(
        _ name: String,
        serviceName: String? = nil,
        matchesTLSMode: Bool = true,
        initialFetchTimeout: Int? = nil,
        connectTimeout: Int = 1
    ) {
        self.name = name
        self.serviceName = serviceName
        self.matchesTLSMode = matchesTLSMode
        self.initialFetchTimeout = initialFetchTimeout
        self.connectTimeout = connectTimeout
    }

    /// What Envoy subscribes to.
    public var resourceName: String { serviceName ?? name }

    /// The server name that a sidecar sends through east-west gateways:
    /// `outbound|80||host` becomes `outbound_.80_._.host`.
    public var serverName: String {
        name.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "_.")
    }
}
