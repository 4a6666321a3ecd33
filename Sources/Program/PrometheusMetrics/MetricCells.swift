internal import CoreMetrics
internal import Synchronization

/// The value of one series, safe to use from any thread and without a lock.
protocol MetricCell: AnyObject, Sendable {
    /// Writes the lines of the series.
    func write(_ family: String, _ labels: SeriesLabels, to text: inout ExpositionText)
}

/// A value that only increases.
final class CounterCell: MetricCell, CounterHandler, FloatingPointCounterHandler {
    private let whole = Atomic<Int64>(0)
    private let fraction = AtomicDouble()

    func increment(by amount: Int64) { whole.wrappingAdd(max(0, amount), ordering: .relaxed) }

    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        fraction.add(amount)
    }

    func reset() {
        whole.store(0, ordering: .relaxed)
        fraction.store(0)
    }

    func write(_ family: String, _ labels: SeriesLabels, to text: inout ExpositionText) {
        let part = fraction.load()
        let sum = whole.load(ordering: .relaxed)
        text.counter(family, labels, part == 0 ? "\(sum)" : ExpositionText.number(Double(sum) + part))
    }
}

/// A value that increases and decreases.
final class GaugeCell: MetricCell, MeterHandler {
    private let value = AtomicDouble()

    func set(_ value: Int64) { self.value.store(Double(value)) }
    func set(_ value: Double) { self.value.store(value) }
    func increment(by amount: Double) { value.add(amount) }
    func decrement(by amount: Double) { value.add(-amount) }

    func write(_ family: String, _ labels: SeriesLabels, to text: inout ExpositionText) {
        text.sample(family, labels, ExpositionText.number(value.load()))
    }
}

/// The numbers of values up to each bound.
final class HistogramCell: MetricCell, RecorderHandler, TimerHandler {
    private final class Count: Sendable {
        let value = Atomic<Int64>(0)
    }

    private let bounds: [Double]
    /// One more than the bounds: the last one counts values beyond all bounds.
    private let counts: [Count]
    private let sum = AtomicDouble()

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = (0...bounds.count).map { _ in Count() }
    }

    func record(_ value: Int64) { record(Double(value)) }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = low + (high - low) / 2
            if bounds[middle] < value { low = middle + 1 } else { high = middle }
        }
        counts[low].value.wrappingAdd(1, ordering: .relaxed)
        sum.add(value)
    }

    func write(_ family: String, _ labels: SeriesLabels, to text: inout ExpositionText) {
        var total: Int64 = 0
        for (index, count) in counts.enumerated() {
            total += count.value.load(ordering: .relaxed)
            let bound = index < bounds.count ? ExpositionText.number(bounds[index]) : "+Inf"
            text.sample(family + "_bucket", labels.adding("le", bound), "\(total)")
        }
        // Computed from the buckets, so that both agree while values are recorded.
        text.sample(family + "_count", labels, "\(total)")
        text.sample(family + "_sum", labels, ExpositionText.number(sum.load()))
    }
}

/// A floating-point value, safe to use from any thread.
private final class AtomicDouble: Sendable {
    private let bits = Atomic<UInt64>(0)

    func load() -> Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func store(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    func add(_ amount: Double) {
        var known = bits.load(ordering: .relaxed)
        while true {
            let (isDone, found) = bits.compareExchange(
                expected: known,
                desired: (Double(bitPattern: known) + amount).bitPattern,
                ordering: .relaxed
            )
            if isDone { return }
            known = found
        }
    }
}
