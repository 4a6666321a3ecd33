/// The ratios between the figures of a report and an earlier one.
public struct BenchComparison: Hashable, Sendable {
    /// One measurement that is in both reports.
    public struct Row: Hashable, Sendable {
        /// The key of the measurement.
        public let key: Measurement.Key
        /// The ratio of the least times, which other programs disturb least.
        public let time: Double?
        /// The ratio of allocations.
        public let allocations: Double?
        /// The ratio of encoded bytes.
        public let encodedBytes: Double?
        /// The ratio of kept memory.
        public let keptBytes: Double?

        /// Returns the names of figures that grew by more than a factor.
        public func figures(over factor: Double) -> [String] {
            [("time", time), ("allocations", allocations), ("bytes", encodedBytes), ("memory", keptBytes)]
                .filter { ($0.1 ?? 1) > factor }.map(\.0)
        }
    }

    /// The measurements in both reports, in the order of the newer one.
    public let rows: [Row]
    /// The measurements in only one report.
    public let unmatched: [Measurement.Key]

    /// Compares two reports.
    public init(_ report: BenchReport, with earlier: BenchReport) {
        rows = report.measurements.compactMap { measurement in
            guard let other = earlier[measurement.key] else { return nil }
            return Row(
                key: measurement.key,
                time: Self.ratio(measurement.times?.least, other.times?.least),
                allocations: Self.ratio(measurement.allocations.map(Double.init), other.allocations.map(Double.init)),
                encodedBytes: Self.ratio(Double(measurement.encodedBytes), Double(other.encodedBytes)),
                keptBytes: Self.ratio(measurement.keptBytes.map(Double.init), other.keptBytes.map(Double.init))
            )
        }
        unmatched =
            report.measurements.map(\.key).filter { earlier[$0] == nil }
            + earlier.measurements.map(\.key).filter { report[$0] == nil }
    }

    /// Returns the rows with figures that grew by more than a factor.
    public func regressions(over factor: Double) -> [Row] { rows.filter { !$0.figures(over: factor).isEmpty } }

    /// Growth from zero has no finite ratio, but exceeds every factor.
    private static func ratio(_ new: Double?, _ old: Double?) -> Double? {
        guard let new, let old, new >= 0, old >= 0 else { return nil }
        if old == 0 { return new == 0 ? nil : .infinity }
        return new / old
    }
}
