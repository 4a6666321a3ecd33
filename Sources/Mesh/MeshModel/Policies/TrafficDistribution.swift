/// The preference of a Service for near endpoints (EG-P5, EG-P6).
public enum TrafficDistribution: Hashable, Sendable {
    /// No preference.
    case any
    /// Same network, then region, then zone: `PreferClose`, `PreferSameZone`.
    case preferSameZone
    /// Same network, region, zone, subzone, then node: `PreferSameNode`.
    case preferSameNode

    /// The failover labels of the preference, most important first (EG-P5).
    public var failoverPriority: [String] {
        switch self {
        case .any: []
        case .preferSameZone: [LabelKey.network, LabelKey.region, LabelKey.zone]
        case .preferSameNode:
            [LabelKey.network, LabelKey.region, LabelKey.zone, LabelKey.subzone, LabelKey.hostname]
        }
    }
}
