public import CoreMetrics
internal import Synchronization

/// A registry of metrics that writes the text formats that Prometheus reads.
///
/// Counters, meters, recorders and timers of swift-metrics are counters, gauges and histograms here. Making a handle
/// takes a lock,
/// using one takes none. The number of series of each metric is bounded: further values of labels count as `other`.
public final class PrometheusRegistry: MetricsFactory, Sendable {
    private struct Family: Sendable {
        let kind: ExpositionText.Kind
        var series: [SeriesLabels: any MetricCell] = [:]
    }

    private let descriptions: [String: MetricDescription]
    private let maximumSeries: Int
    private let families = Mutex<[String: Family]>([:])

    /// Makes an empty registry.
    ///
    /// - Parameters:
    ///   - descriptions: the descriptions of the metrics.
    ///   - maximumSeries: the maximum number of series per metric, besides the one for all others.
    public init(_ descriptions: [MetricDescription], maximumSeries: Int = 200) {
        self.descriptions = Dictionary(descriptions.map { ($0.name, $0) }) { first, _ in first }
        self.maximumSeries = maximumSeries
    }

    /// Returns all metrics, ascending by name and labels.
    public func text(_ format: ExpositionFormat = .text) -> String {
        let families = families.withLock { $0 }
        var text = ExpositionText(format)
        for (name, family) in families.sorted(by: { $0.key < $1.key }) where !family.series.isEmpty {
            text.begin(name, family.kind, help: descriptions[name]?.help ?? "")
            for (labels, cell) in family.series.sorted(by: { $0.key < $1.key }) { cell.write(name, labels, to: &text) }
        }
        text.end()
        return text.output
    }

    /// Returns the cell of a series, which is made on first use.
    private func cell<Cell: MetricCell>(
        _ label: String,
        _ dimensions: [(String, String)],
        _ kind: ExpositionText.Kind,
        _ make: () -> Cell
    ) -> Cell {
        let name = SeriesLabels.valid(label, allowsColons: true)
        let asked = SeriesLabels(dimensions)
        return families.withLock { families in
            var family = families[name] ?? Family(kind: kind)
            // One name with two kinds is a programming error; the later one is not exposed.
            guard family.kind == kind else { return make() }
            let isFull = family.series.count >= maximumSeries && family.series[asked] == nil
            let labels = isFull ? asked.overflowing : asked
            if let known = family.series[labels] as? Cell { return known }
            let made = make()
            family.series[labels] = made
            families[name] = family
            return made
        }
    }

    private func remove(_ handler: AnyObject) {
        families.withLock { families in
            for (name, family) in families {
                // The series for all others may have further owners.
                let labels = family.series.first { $0.value === handler && $0.key != $0.key.overflowing }?.key
                if let labels { families[name]?.series[labels] = nil }
            }
        }
    }

    private func bounds(of label: String) -> [Double] { descriptions[label]?.buckets ?? MetricDescription.seconds }

    // MARK: MetricsFactory

    /// Makes a counter.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        cell(label, dimensions, .counter) { CounterCell() }
    }

    /// Makes a counter.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        cell(label, dimensions, .counter) { CounterCell() }
    }

    /// Makes a gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(label, dimensions, .gauge) { GaugeCell() }
    }

    /// Makes a histogram, also for a recorder that does not aggregate.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        cell(label, dimensions, .histogram) { HistogramCell(bounds: bounds(of: label)) }
    }

    /// Makes a histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        cell(label, dimensions, .histogram) { HistogramCell(bounds: bounds(of: label)) }
    }

    /// Removes a counter.
    public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    /// Removes a counter.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    /// Removes a gauge.
    public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    /// Removes a histogram.
    public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    /// Removes a histogram.
    public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
