public import CoreMetrics
internal import Synchronization

/// Keeps metrics, and shows them in the text formats that Prometheus reads.
///
/// Counters, meters, recorders and timers of swift-metrics are counters, gauges and histograms here. Making a handle takes a lock,
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
    ///   - descriptions: what is said of the metrics that will be made.
    ///   - maximumSeries: the most series of one metric, beside the one for all others.
    public init(_ descriptions: [MetricDescription], maximumSeries: Int = 200) {
        self.descriptions = Dictionary(descriptions.map { ($0.name, $0) }) { first, _ in first }
        self.maximumSeries = maximumSeries
    }

    /// All metrics, ascending by name and labels.
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

    /// The cell of a series, made when it is the first.
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
            // The same name for two kinds is a mistake of the program; the later one is shown nowhere.
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
                // The one for all others may have more owners than this.
                let labels = family.series.first { $0.value === handler && $0.key != $0.key.overflowing }?.key
                if let labels { families[name]?.series[labels] = nil }
            }
        }
    }

    private func bounds(of label: String) -> [Double] { descriptions[label]?.buckets ?? MetricDescription.seconds }

    // MARK: MetricsFactory

    /// A counter.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        cell(label, dimensions, .counter) { CounterCell() }
    }

    /// A counter.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        cell(label, dimensions, .counter) { CounterCell() }
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(label, dimensions, .gauge) { GaugeCell() }
    }

    /// A histogram; one that does not aggregate is one as well.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        cell(label, dimensions, .histogram) { HistogramCell(bounds: bounds(of: label)) }
    }

    /// A histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        cell(label, dimensions, .histogram) { HistogramCell(bounds: bounds(of: label)) }
    }

    /// Shows a counter no more.
    public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    /// Shows a counter no more.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    /// Shows a gauge no more.
    public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    /// Shows a histogram no more.
    public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    /// Shows a histogram no more.
    public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
