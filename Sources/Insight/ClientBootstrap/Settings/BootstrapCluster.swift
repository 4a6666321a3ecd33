public import EndpointTranslation
public import MeshModel

/// A cluster of a bootstrap: its name, and the load balancing that istiod 1.30 would configure for it.
public struct BootstrapCluster: Hashable, Sendable {
    /// The name under which it asks for endpoints.
    public let name: String
    /// The load balancing of istiod; nil for a name that no service has.
    public let configured: ConfiguredCluster?
    /// The encoding of shares in its assignments.
    public let encoding: TranslationSemantics.ShareEncoding

    /// Makes a cluster.
    public init(
        _ name: String,
        _ configured: ConfiguredCluster?,
        encoding: TranslationSemantics.ShareEncoding
    ) {
        self.name = name
        self.configured = configured
        self.encoding = encoding
    }

    /// A Boolean value that indicates whether the cluster gets its endpoints by EDS.
    public var usesEDS: Bool { configured?.policy != .passthrough }

    /// A Boolean value that indicates whether localities are weighed: where istiod does, or where shares are encoded in
    /// the weights of localities and the policy does not keep those of endpoints.
    public var weighsLocalities: Bool { (configured?.weighsLocalities ?? false) || addsLocalityWeights }

    /// A Boolean value that indicates whether localities are weighed although istiod would not.
    public var addsLocalityWeights: Bool {
        guard let configured, !configured.weighsLocalities else { return false }
        switch (encoding, configured.policy) {
        case (.auto, .leastRequest), (.auto, .random), (.localities, .leastRequest), (.localities, .random): return true
        default: return false
        }
    }

    /// The server name by which gateways between networks choose: `outbound_.80_._.host` for `outbound|80||host`.
    var serverName: String {
        name.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "_.")
    }
}
