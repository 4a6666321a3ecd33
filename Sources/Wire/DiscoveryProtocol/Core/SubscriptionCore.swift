/// The common state of SotW and delta subscriptions: records of names, the queue of changes, and making responses.
///
/// Requests differ between the two variants, which read them themselves.
struct SubscriptionCore: Sendable {
    /// The delivery for a name that does not exist.
    struct Absence: Sendable {
        /// The protocol's form of it: no resource in SotW, `removed_resources` in delta.
        let plain: Delivery
        /// The occasions on which an assignment without endpoints is sent instead.
        let asEmpty: Occasions
    }

    /// The occasions on which a name that does not exist is sent as an assignment without endpoints.
    enum Occasions: Sendable {
        case never
        case always
        /// When the client subscribes to it, but not when it is deleted later.
        case subscription
    }

    let limits: SubscriptionLimits
    let absence: Absence
    var isWildcard = false
    /// A Boolean value that indicates whether an acknowledgement timed out and none has arrived since (XP-B3).
    var isSlow = false
    var nonces: NonceSequence
    var records: [String: NameRecord] = [:]
    var namedCount = 0
    var namedBytes = 0
    var pending = PendingNames()
    var rejections: [String: Rejection] = [:]
    /// The times when names were last acknowledged or rejected; nil if no times are recorded.
    private var settleTimes: [String: Int64]?
    /// The current time, in the unit of the caller.
    var moment: Int64? {
        didSet { if settleTimes == nil, moment != nil { settleTimes = [:] } }
    }
    /// The responses without a reply, oldest first.
    var unacknowledged: [UnacknowledgedResponse] = []
    /// The digest of what was SENT, so that version_info never covers content that is still queued (XP-V3).
    private var digest = VersionDigest()
    /// The number of acknowledgements that timed out (XP-B3).
    var timeoutCount = 0
    /// The number of responses and names in ``unacknowledged``.
    var unacknowledgedWeight = 0

    init(limits: SubscriptionLimits, absence: Absence, noncePrefix: String) {
        self.limits = limits
        self.absence = absence
        self.nonces = NonceSequence(prefix: noncePrefix)
    }

    var versionInfo: ContentVersion { digest.version }

    // MARK: Names

    func isSubscribed(_ name: String) -> Bool {
        isWildcard || records[name]?.isNamed == true
    }

    /// Returns every name that a full response covers, sorted.
    func coveredNames(in catalog: some ResourceCatalog) -> [String] {
        guard isWildcard else { return records.keys.sorted() }
        return Set(catalog.allNames()).union(records.keys).sorted()
    }

    /// The relation of a listed name to the names listed before.
    enum Listing {
        case added
        case kept
        /// Listed before in the same generation.
        case repeated
    }

    /// Marks a name as listed by the client.
    @discardableResult
    mutating func name(_ name: String, generation: UInt32 = 0) -> Listing {
        let listing = Self.list(&records[name, default: NameRecord(isNamed: false)], generation: generation)
        if listing == .added {
            namedCount += 1
            namedBytes += name.utf8.count
        }
        return listing
    }

    private static func list(_ record: inout NameRecord, generation: UInt32) -> Listing {
        guard record.isNamed else {
            record.isNamed = true
            record.generation = generation
            return .added
        }
        guard record.generation != generation else { return .repeated }
        record.generation = generation
        return .kept
    }

    /// Records that the client no longer lists a name; the record stays while a wildcard covers something that was
    /// sent.
    mutating func unname(_ name: String) {
        guard let record = records[name], record.isNamed else { return }
        namedCount -= 1
        namedBytes -= name.utf8.count
        if isWildcard && record.sent != .nothing {
            records[name]?.isNamed = false
            return
        }
        forget(name)
        if !isWildcard {
            // Under a wildcard a queued change is still to be sent.
            pending.remove(name)
        }
    }

    /// Ends the wildcard and removes the records of names that only it covered (XP-S8, XP-D10).
    mutating func endWildcard() {
        isWildcard = false
        for name in records.filter({ !$0.value.isNamed }).map(\.key) {
            forget(name)
        }
        // Names that were never sent have no record, but may be queued.
        let records = records
        pending.removeAll { records[$0] == nil }
    }

    private mutating func forget(_ name: String) {
        settleTimes?.removeValue(forKey: name)
        if let record = records.removeValue(forKey: name) {
            adjustDigest(name, from: record.sent, to: .nothing)
        }
        if !rejections.isEmpty {
            rejections.removeValue(forKey: name)
        }
    }

    // MARK: The content that the client should have

    func target(of name: String, in catalog: some ResourceCatalog) -> Delivery {
        if let version = catalog.version(of: name) {
            // The client keeps the last content that it could take (XP-B12).
            return catalog.isWithheld(name) ? .nothing : .resource(version)
        }
        // An assignment must have a name; a client that subscribes to "" would reject it (XP-S7, TH-12).
        guard absence.asEmpty != .never, !name.isEmpty else { return absence.plain }
        return .empty(catalog.versionOfEmpty(name))
    }

    /// Returns the content to send because of a change: a name that existed may be sent as deleted (XP-D8).
    func changedTarget(of name: String, in catalog: some ResourceCatalog) -> Delivery {
        let target = target(of: name, in: catalog)
        guard absence.asEmpty == .subscription, case .empty = target, !catalog.isPartlyKnown(name) else {
            return target
        }
        switch records[name]?.sent {
        case .resource, .removed: return absence.plain
        case .empty, .nothing, nil: return target
        }
    }

    func size(of name: String, _ delivery: Delivery, in catalog: some ResourceCatalog) -> Int {
        if case .resource = delivery { return catalog.encodedSize(of: name) }
        return name.utf8.count
    }

    // MARK: Changes

    /// Queues the subscribed names among those that changed (XP-B1), without reading content, so that a change that is
    /// superseded by another one costs nothing (XP-B2).
    mutating func enqueue(_ changed: ChangedNames, in catalog: some ResourceCatalog) {
        switch changed {
        case .all:
            for name in coveredNames(in: catalog) { pending.insert(name) }
        case .some(let names) where isWildcard:
            for name in names { pending.insert(name) }
        case .some(let names):
            // A stream with one name must not pay for a change of thousands.
            if records.count < names.count / 16 {
                for name in records.keys where names.containsSorted(name) { pending.insert(name) }
            } else {
                for name in names where records[name] != nil { pending.insert(name) }
            }
        }
    }

    // MARK: Sent content

    mutating func recordSent(_ name: String, _ delivery: Delivery) {
        let before = records[name]
        adjustDigest(name, from: before?.sent ?? .nothing, to: delivery)
        let isNamed = before?.isNamed ?? false
        if case .resource = delivery {
            records[name, default: NameRecord(isNamed: false)].sent = delivery
        } else if isNamed {
            records[name]?.sent = delivery
        } else {
            // The name is gone and the client did not list it, so no record is needed.
            adjustDigest(name, from: delivery, to: .nothing)
            records.removeValue(forKey: name)
            rejections.removeValue(forKey: name)
        }
    }

    mutating func adjustDigest(_ name: String, from old: Delivery, to new: Delivery) {
        if let version = old.version { digest.remove(name: name, version: version) }
        if let version = new.version { digest.insert(name: name, version: version) }
    }

    /// Records what the client claims to have (XP-D4).
    mutating func assume(_ name: String, _ delivery: Delivery) {
        recordSent(name, delivery)
        records[name]?.acknowledged = delivery
    }

    /// Records the time when the client acknowledged or rejected a name.
    mutating func recordSettled(_ name: String) { settleTimes?[name] = moment }

    // MARK: Views

    func status(of name: String) -> NameStatus? {
        guard let record = records[name] else { return nil }
        return NameStatus(
            name: name,
            isNamed: record.isNamed,
            sent: record.sent,
            acknowledged: record.acknowledged,
            rejection: rejections[name],
            settledAt: settleTimes?[name]
        )
    }

    func isAcknowledged(_ name: String) -> Bool {
        guard let record = records[name] else { return false }
        return record.sent != .nothing && record.acknowledged == record.sent && rejections[name] == nil
    }

    func statuses() -> [NameStatus] {
        records.keys.sorted().compactMap { status(of: $0) }
    }
}

extension [String] {
    /// Returns true if a sorted array contains a name.
    fileprivate func containsSorted(_ name: String) -> Bool {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < name { low = middle + 1 } else { high = middle }
        }
        return low < endIndex && self[low] == name
    }
}
