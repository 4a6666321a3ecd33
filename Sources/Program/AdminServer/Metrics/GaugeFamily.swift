internal import CoreMetrics
internal import Synchronization

/// Gauges that differ in one label, one for each value of it up to a limit.
final class GaugeFamily: Sendable {
    /// The maximum number of values; the smallest ones beyond it are added up as `other`.
    private static let maximumValues = 100

    private let name: String
    private let label: String
    private let factory: any MetricsFactory
    private let meters = Mutex<[String: Meter]>([:])

    init(_ name: String, by label: String, _ factory: any MetricsFactory) {
        self.name = name
        self.label = label
        self.factory = factory
    }

    /// Replaces all values.
    func set(_ numbers: [String: Double]) {
        var shown = numbers
        if numbers.count > Self.maximumValues {
            let order = numbers.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
            shown = Dictionary(uniqueKeysWithValues: order.prefix(Self.maximumValues).map { ($0.key, $0.value) })
            shown["other", default: 0] += order.dropFirst(Self.maximumValues).reduce(0) { $0 + $1.value }
        }
        meters.withLock { meters in
            for (value, meter) in meters where shown[value] == nil {
                meter.destroy()
                meters[value] = nil
            }
            for (value, number) in shown {
                let meter = meters[value] ?? Meter(label: name, dimensions: [(label, value)], factory: factory)
                meter.set(number)
                meters[value] = meter
            }
        }
    }
}
