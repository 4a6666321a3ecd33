/// The state that one stream keeps for one name: 32 bytes, plus the 16 of the name.
///
/// Rejections carry text and are rare, so they are stored elsewhere.
struct NameRecord: Sendable {
    var sent = Delivery.nothing
    var acknowledged = Delivery.nothing
    /// A Boolean value that indicates whether the client listed the name; otherwise only a wildcard covers it.
    var isNamed: Bool
    /// The last SotW request that listed the name, used to find duplicates and removals without building a set
    /// (XP-S14).
    var generation: UInt32 = 0
}

/// A response that was sent and neither acknowledged nor rejected.
struct UnacknowledgedResponse: Sendable {
    struct Entry: Sendable {
        let name: String
        let delivery: Delivery
    }

    let ordinal: UInt64
    let entries: [Entry]
    /// A Boolean value that indicates whether the acknowledgement timed out (XP-B3); a late reply is still accepted.
    var isOverdue = false

    /// The cost of remembering the response, in names.
    var weight: Int { 1 + entries.count }
}
