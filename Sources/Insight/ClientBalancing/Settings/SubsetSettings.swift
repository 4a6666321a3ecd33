public import MeshModel

/// The settings of subset load balancing: `lb_subset_config`.
public struct SubsetSettings: Hashable, Sendable {
    /// The handling of requests that select no subset, or one without hosts.
    public enum Fallback: String, Hashable, Sendable {
        /// They fail.
        case none = "NO_FALLBACK"
        /// They go to all hosts.
        case anyEndpoint = "ANY_ENDPOINT"
        /// They go to the default subset.
        case defaultSubset = "DEFAULT_SUBSET"
    }

    /// `fallback_policy`.
    public var fallback: Fallback
    /// `default_subset`: what the `envoy.lb` metadata of its hosts says.
    public var defaultSubset: [String: MetadataValue]
    /// The keys of `subset_selectors`.
    public var selectors: [Set<String>]
    /// `locality_weight_aware`.
    public var weighsLocalities: Bool
    /// `scale_locality_weight`.
    public var scalesLocalityWeights: Bool
    /// `panic_mode_any`: all hosts where the default subset has none.
    public var panicsIntoAny: Bool

    /// Creates settings; the defaults are Envoy's.
    public init(
        fallback: Fallback = .none,
        defaultSubset: [String: MetadataValue] = [:],
        selectors: [Set<String>] = [],
        weighsLocalities: Bool = false,
        scalesLocalityWeights: Bool = false,
        panicsIntoAny: Bool = false
    ) {
        self.fallback = fallback
        self.defaultSubset = defaultSubset
        self.selectors = selectors
        self.weighsLocalities = weighsLocalities
        self.scalesLocalityWeights = scalesLocalityWeights
        self.panicsIntoAny = panicsIntoAny
    }
}
