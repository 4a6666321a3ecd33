/// The severity of a finding.
public enum Severity: String, Comparable, CaseIterable, Hashable, Sendable {
    /// A notice; nothing is wrong.
    case info
    /// A probable mistake.
    case warning
    /// Lost traffic, or a result that depends on chance.
    case error

    /// Orders from `info` to `error`.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }
}
