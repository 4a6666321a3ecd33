/// How the figures of a report stand to those of an earlier one.
public struct BenchComparison: Hashable, Sendable {
    /// One measurement that both have.
    public struct Row: Hashable, Sendable {
        /// What was measured.
        public let key: Measurement.Key
        /// The least time to the earlier least time: of all figures of time the one that other programs disturb least.
        public let time: Double?
        /// Allocations to earlier allocations.
        public let allocations: Double?
        /// Encoded bytes to earlier ones.
        public let encodedBytes: Double?
        /// Kept memory to earlier kept memory.
        public let keptBytes: Double?

        /// The figures that are larger than the earlier ones by more than a factor.
        public func figures(over factor: Double) -> [String] {
            [("time", time), ("allocations", allocations), ("bytes", encodedBytes), ("memory", keptBytes)]
                .filter { ($0.1 ?? 1) > factor }.map(\.0)
        }
    }

    /// What both measured, in the order of the newer report.
    public let rows: [Row]
    /// What only one of them measured.
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

    /// The rows with figures that are larger by more than a factor.
    public func regressions(over factor: Double) -> [Row] { rows.filter { !$0.figures(over: factor).isEmpty } }

    /// From nothing to something has no ratio that could be shown, but is more than any factor.
    private static func ratio(_ new: Double?, _ old: Double?) -> Double? {
        guard let new, let old, new >= 0, old >= 0 else { return nil }
        if old == 0 { return new == 0 ? nil : .infinity }
        return new / old
    }
}
