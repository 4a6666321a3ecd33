/// The health of a host, by Envoy's names.
public struct HostHealth: Hashable, Sendable, CustomStringConvertible {
    /// The precision with which a source reports the health that a control plane announced.
    public enum Precision: Int, Comparable, Sendable {
        /// Two values: any problem of a host is `UNHEALTHY`.
        case coarse
        /// No `UNKNOWN` and no `TIMEOUT`, which Envoy treats as `HEALTHY` and `UNHEALTHY`.
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

    /// The health of a host without a reported one.
    public static let unknown = HostHealth("UNKNOWN")

    /// Returns the health as a source of that precision reports it.
    func told(by precision: Precision) -> HostHealth {
        switch (precision, description) {
        case (.exact, _): self
        case (_, "UNKNOWN"): HostHealth("HEALTHY")
        case (_, "TIMEOUT"), (.coarse, "DRAINING"): HostHealth("UNHEALTHY")
        default: self
        }
    }
}
