/// The growth of the weight of a new host: `slow_start_config`.
public struct SlowStart: Hashable, Sendable {
    /// `slow_start_window`, in seconds.
    public var window: Double
    /// `aggression`: 1 for growth in proportion to time.
    public var aggression: Double
    /// `min_weight_percent`.
    public var minimumPercent: Double

    /// Creates settings; the defaults are Envoy's.
    public init(window: Double, aggression: Double = 1, minimumPercent: Double = 10) {
        self.window = window
        self.aggression = aggression
        self.minimumPercent = minimumPercent
    }

    /// The factor on the weight of a host of an age in seconds: max(minimum, (age / window)^(1 / aggression)).
    ///
    /// Source: envoy/source/extensions/load_balancing_policies/common/load_balancer_impl.cc (`applySlowStartFactor`).
    func factor(age: Double) -> Double {
        guard age < window, window > 0 else { return 1 }
        let exponent = aggression > 0 ? 1 / aggression : 1
        let elapsed = Power.of(max(0.001, age) / window, exponent)
        return min(1, max(elapsed, minimumPercent / 100))
    }
}
