/// A response under construction, closed when a limit is reached (XP-B8).
struct ResponseDraft {
    private(set) var entries: [UnacknowledgedResponse.Entry] = []
    private var bytes = 0
    private let limits: SubscriptionLimits

    init(limits: SubscriptionLimits) {
        self.limits = limits
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Returns true if the entry fits; the first one always does, so a resource above the target is sent alone.
    func hasRoom(for size: Int) -> Bool {
        entries.isEmpty
            || (entries.count < limits.maximumResourcesPerResponse
                && size <= limits.targetResponseBytes - min(bytes, limits.targetResponseBytes))
    }

    mutating func append(_ name: String, _ delivery: Delivery, size: Int) {
        entries.append(UnacknowledgedResponse.Entry(name: name, delivery: delivery))
        bytes += min(size, limits.targetResponseBytes)
    }
}
