/// The health of a host, by Envoy's names.
public struct HostHealth: Hashable, Sendable, CustomStringConvertible {
    /// How exactly a source tells the health that a control plane announced.
    public enum Precision: Int, Comparable, Sendable {
        /// Two values: whatever is wrong with a host, it is `UNHEALTHY`.
        case coarse
        /// No `UNKNOWN` and no `TIMEOUT`, which Envoy takes for `HEALTHY` and `UNHEALTHY`.
        case asApplied
        /// As announced.
        case exact

        /// Orders from the coarsest to the most exact.
        public static func < (left: Precision, right: Precision) -> Bool { left.rawValue < right.rawValue }
    }

    /// The name, such as `DRAINING`.
    public let description: String

    /// Names a health.
    public init(_ name: String) { description = name }

    /// What is assumed of a host of which nothing is said.
    public static let unknown = HostHealth("UNKNOWN")

    /// The health as a source of that precision would tell it.
    func told(by precision: Precision) -> HostHealth {
        switch (precision, description) {
        case (.exact, _): self
        case (_, "UNKNOWN"): HostHealth("HEALTHY")
        case (_, "TIMEOUT"), (.coarse, "DRAINING"): HostHealth("UNHEALTHY")
        default: self
        }
    }
}
