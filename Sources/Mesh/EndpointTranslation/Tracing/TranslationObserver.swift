internal import MeshModel

/// An observer of a translation.
///
/// The translation is specialized for each kind of observer: the silent one costs nothing.
protocol TranslationObserver {
    /// Called when the rules for decisions about endpoints are known.
    mutating func planned(_ plan: () -> TranslationPlan)

    /// Called after the decision about adjacent endpoints.
    mutating func decided(_ decision: ClassDecision, shard: Int, places: Range<Int32>)

    /// Called when an endpoint is skipped because its address is in the assignment already.
    mutating func passedOver(_ place: EndpointIndex, isRemote: Bool)

    /// Called when the endpoints are in their localities and priorities, including those behind gateways.
    mutating func ranked(_ groups: () -> [DraftGroup])

    /// Called when gateways are in their places and all weights are set.
    mutating func weighed(_ substitution: GatewaySubstitution, _ scale: WeightScale)
}

/// An observer that does nothing.
struct SilentObserver: TranslationObserver {
    @inline(__always) mutating func planned(_ plan: () -> TranslationPlan) {}

    @inline(__always) mutating func decided(_ decision: ClassDecision, shard: Int, places: Range<Int32>) {}

    @inline(__always) mutating func passedOver(_ place: EndpointIndex, isRemote: Bool) {}

    @inline(__always) mutating func ranked(_ groups: () -> [DraftGroup]) {}

    @inline(__always) mutating func weighed(_ substitution: GatewaySubstitution, _ scale: WeightScale) {}
}

/// The plan of one translation.
struct TranslationPlan {
    let cluster: ClusterName
    let service: Service
    let port: ServicePort
    let policy: EffectivePolicy
    let source: EndpointSource
    let rules: ClassRules
    let localities: LocalityPolicy
    let localityOrigin: LocalityPolicy.Origin
    let layout: EndpointLayout
}
