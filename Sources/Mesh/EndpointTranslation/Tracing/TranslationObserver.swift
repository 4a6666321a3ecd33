internal import MeshModel

/// Watches a translation on its way.
///
/// The translation is compiled for each kind of observer: for the silent one nothing of this is left.
protocol TranslationObserver {
    /// The rules are known by which endpoints are decided about.
    mutating func planned(_ plan: () -> TranslationPlan)

    /// Endpoints that stand side by side were decided about.
    mutating func decided(_ decision: KindDecision, shard: Int, places: Range<Int32>)

    /// An endpoint was passed over because its address is there already.
    mutating func passedOver(_ place: EndpointLayout.Place, isRemote: Bool)

    /// The endpoints are in their localities and priorities, those behind gateways as well.
    mutating func ranked(_ groups: () -> [DraftGroup])

    /// Gateways are in their places, and everything has its weight.
    mutating func weighed(_ substitution: GatewaySubstitution, _ scale: WeightScale)
}

/// Watches nothing.
struct SilentObserver: TranslationObserver {
    @inline(__always) mutating func planned(_ plan: () -> TranslationPlan) {}

    @inline(__always) mutating func decided(_ decision: KindDecision, shard: Int, places: Range<Int32>) {}

    @inline(__always) mutating func passedOver(_ place: EndpointLayout.Place, isRemote: Bool) {}

    @inline(__always) mutating func ranked(_ groups: () -> [DraftGroup]) {}

    @inline(__always) mutating func weighed(_ substitution: GatewaySubstitution, _ scale: WeightScale) {}
}

/// What one translation goes by.
struct TranslationPlan {
    let cluster: ClusterName
    let service: Service
    let port: ServicePort
    let policy: EffectivePolicy
    let source: EndpointSource
    let rules: KindRules
    let localities: LocalityPolicy
    let localityOrigin: LocalityPolicy.Origin
    let layout: EndpointLayout
}
