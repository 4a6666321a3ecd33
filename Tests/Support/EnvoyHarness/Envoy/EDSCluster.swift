/// A cluster of a bootstrap with endpoints from EDS, and the listener that routes everything to it.
public struct EDSCluster: Hashable, Sendable {
    /// The cluster's name, such as `outbound|80||web.shop.svc.cluster.local`.
    public let name: String

    /// The EDS name, if it differs from ``name``.
    public let serviceName: String?

    /// A Boolean value that indicates whether TLS is used for endpoints marked `tlsMode: istio`, and plain text for
    /// others.
    public let matchesTLSMode: Bool

    /// The seconds that Envoy waits for the first assignment; nil uses Envoy's default of 15.
    public let initialFetchTimeout: Int?

    /// The connect timeout in seconds; another value makes another cluster, which is warmed again (XP-E34).
    public let connectTimeout: Int

    /// The fields of the cluster that replace those that the harness chooses, such as `lb_policy`.
    public let fields: JSONValue

    /// Makes a cluster.
    public init(
        _ name: String,
        serviceName: String? = nil,
        matchesTLSMode: Bool = true,
        initialFetchTimeout: Int? = nil,
        connectTimeout: Int = 1,
        fields: JSONValue = [:]
    ) {
        self.name = name
        self.serviceName = serviceName
        self.matchesTLSMode = matchesTLSMode
        self.initialFetchTimeout = initialFetchTimeout
        self.connectTimeout = connectTimeout
        self.fields = fields
    }

    /// The name that Envoy subscribes to.
    public var resourceName: String { serviceName ?? name }

    /// The server name that a sidecar sends through east-west gateways:
    /// `outbound|80||host` becomes `outbound_.80_._.host`.
    public var serverName: String {
        name.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "_.")
    }
}
