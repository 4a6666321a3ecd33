/// How much a finding matters.
public enum Severity: String, Comparable, CaseIterable, Hashable, Sendable {
    /// Worth knowing; nothing is wrong.
    case info
    /// Probably not what is meant.
    case warning
    /// Traffic is lost, or an answer is left to chance.
    case error

    /// Orders by weight.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }
}
