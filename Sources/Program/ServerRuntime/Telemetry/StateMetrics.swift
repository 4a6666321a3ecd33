internal import CoreMetrics

/// The metrics of building states: durations and results.
struct StateMetrics: Sendable {
    private let time: CoreMetrics.Timer
    private let good: Counter
    private let failed: Counter

    init(_ factory: any MetricsFactory) {
        time = CoreMetrics.Timer(
            label: "eds_translator_state_seconds",
            dimensions: [],
            preferredDisplayUnit: .seconds,
            factory: factory
        )
        good = Counter(label: "eds_translator_states_total", dimensions: [("result", "good")], factory: factory)
        failed = Counter(label: "eds_translator_states_total", dimensions: [("result", "failed")], factory: factory)
    }

    /// Records that a state was built.
    func recordMade(in duration: Duration) {
        time.recordNanoseconds(Int64(clamping: Int(duration / .nanoseconds(1))))
        good.increment()
    }

    /// Records that a state could not be built.
    func recordFailed() { failed.increment() }
}
