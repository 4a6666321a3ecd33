/// What one stream remembers about one name: 32 bytes, beside the 16 of the name itself.
///
/// Refusals carry text and are rare, so they are kept elsewhere.
struct NameRecord: Sendable {
    var sent = Delivery.nothing
    var acknowledged = Delivery.nothing
    /// The client listed the name; otherwise only a wildcard covers it.
    var isNamed: Bool
    /// The last SotW request that listed the name, to find duplicates and removals without building a set (XP-S14).
    var generation: UInt32 = 0
}

/// A response that is sent and neither acknowledged nor refused.
struct UnacknowledgedResponse: Sendable {
    struct Entry: Sendable {
        let name: String
        let delivery: Delivery
    }

    let ordinal: UInt64
    let entries: [Entry]
    /// Waiting for it was given up (XP-B3); a late answer still counts.
    var isOverdue = false

    /// What it costs to remember, in names.
    var weight: Int { 1 + entries.count }
}
