extension SubscriptionCore {
    /// Records that a response waits for its acknowledgement.
    ///
    /// The memory for clients that subscribe without ever acknowledging is limited: beyond the limit the older half is
    /// dropped, which only makes the acknowledgement state less precise. The newest response is always kept.
    mutating func expectAcknowledgement(of response: UnacknowledgedResponse) {
        unacknowledged.append(response)
        unacknowledgedWeight += response.weight
        let budget = 4096 + 2 * records.count
        guard unacknowledgedWeight > budget else { return }
        var kept = unacknowledgedWeight
        let dropped = unacknowledged.dropLast().prefix { older in
            defer { kept -= older.weight }
            return kept > budget / 2
        }.count
        dropUnacknowledged(first: dropped)
    }

    private mutating func dropUnacknowledged(first count: Int) {
        for response in unacknowledged.prefix(count) {
            unacknowledgedWeight -= response.weight
        }
        unacknowledged.removeFirst(count)
    }

    /// Removes and returns the response with the given ordinal, if it is still waiting.
    private mutating func takeUnacknowledged(_ ordinal: UInt64) -> UnacknowledgedResponse? {
        guard let index = unacknowledged.firstIndex(where: { $0.ordinal == ordinal }) else { return nil }
        let response = unacknowledged.remove(at: index)
        unacknowledgedWeight -= response.weight
        return response
    }

    /// Records an acknowledgement and returns true if the response was waiting for one.
    @discardableResult
    mutating func acknowledge(_ ordinal: UInt64) -> Bool {
        guard let response = takeUnacknowledged(ordinal) else { return false }
        for entry in response.entries {
            recordAcknowledged(entry)
        }
        return true
    }

    /// Records an acknowledgement that covers all earlier responses too, as in SotW, where they arrive in order.
    mutating func acknowledge(through ordinal: UInt64) {
        let covered = unacknowledged.prefix { $0.ordinal <= ordinal }
        for entry in covered.lazy.flatMap(\.entries) {
            recordAcknowledged(entry)
        }
        dropUnacknowledged(first: covered.count)
    }

    private mutating func recordAcknowledged(_ entry: UnacknowledgedResponse.Entry) {
        guard let record = records[entry.name] else { return }
        recordSettled(entry.name)
        // With several responses in flight their acknowledgements may arrive in any order (XP-D14, X-103).
        if record.acknowledged != record.sent {
            records[entry.name]?.acknowledged = entry.delivery
        }
        if entry.delivery == record.sent, !rejections.isEmpty {
            rejections.removeValue(forKey: entry.name)
        }
    }

    /// Records a rejection and returns the rejected entries, or `nil` if the response was not waiting.
    ///
    /// Rejected content stays recorded as sent, so the same content is not sent again until it changes (XP-S11,
    /// XP-D15), and it is not recorded as acknowledged, so nothing in the response counts as known to the client.
    @discardableResult
    mutating func reject(_ ordinal: UInt64, _ detail: NackDetail) -> [UnacknowledgedResponse.Entry]? {
        guard let response = takeUnacknowledged(ordinal) else { return nil }
        for entry in response.entries where records[entry.name] != nil {
            rejections[entry.name] = Rejection(delivery: entry.delivery, detail: detail)
            recordSettled(entry.name)
        }
        return response.entries
    }

    /// Stops waiting for responses up to the given ordinal; their result stays unknown.
    mutating func abandon(through ordinal: UInt64) {
        dropUnacknowledged(first: unacknowledged.prefix { $0.ordinal <= ordinal }.count)
    }

    /// Marks responses as overdue and returns true if any was waiting (XP-B3).
    mutating func markOverdue() -> Bool {
        var found = false
        for index in unacknowledged.indices where !unacknowledged[index].isOverdue {
            unacknowledged[index].isOverdue = true
            found = true
        }
        return found
    }
}
