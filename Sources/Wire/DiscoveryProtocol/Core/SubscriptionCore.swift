/// What SotW and delta subscriptions have in common: records of names, the queue of changes, and making responses.
///
/// The reading of requests differs between the two and stays with them.
struct SubscriptionCore: Sendable {
    /// What a name that does not exist is answered with.
    struct Absence: Sendable {
        /// The protocol's own word for it: silence in SotW, `removed_resources` in delta.
        let plain: Delivery
        /// Say it with an assignment without endpoints instead.
        let asEmpty: Bool
    }

    let limits: SubscriptionLimits
    let absence: Absence
    var isWildcard = false
    var nonces: NonceSequence
    var records: [String: NameRecord] = [:]
    var namedCount = 0
    var namedBytes = 0
    var pending = PendingNames()
    var rejections: [String: Rejection] = [:]
    /// When names were last acknowledged or refused; nil as long as nobody tells the time.
    private var settleTimes: [String: Int64]?
    /// What the time is, in the unit of whoever tells it.
    var moment: Int64? {
        didSet { if settleTimes == nil, moment != nil { settleTimes = [:] } }
    }
    /// Oldest first.
    var unacknowledged: [UnacknowledgedResponse] = []
    /// Over what was SENT, so that version_info never promises content that is still queued (XP-V3).
    private var digest = VersionDigest()
    /// How many responses and names ``unacknowledged`` holds.
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

    /// Every name that a full answer covers, sorted.
    func coveredNames(in catalog: some ResourceCatalog) -> [String] {
        guard isWildcard else { return records.keys.sorted() }
        return Set(catalog.allNames()).union(records.keys).sorted()
    }

    /// How a listed name relates to what was listed before.
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

    /// Takes back that the client listed a name; the record stays while a wildcard covers something that was sent.
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
            // Under a wildcard a queued change stays due.
            pending.remove(name)
        }
    }

    /// Ends the wildcard; what only it covered is forgotten (XP-S8, XP-D10).
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

    // MARK: What the client should have

    func target(of name: String, in catalog: some ResourceCatalog) -> Delivery {
        if let version = catalog.version(of: name) {
            return .resource(version)
        }
        // An assignment must be named; a client that subscribes to "" would refuse it (XP-S7, TH-12).
        guard absence.asEmpty, !name.isEmpty else { return absence.plain }
        return .empty(catalog.versionOfEmpty(name))
    }

    func size(of name: String, _ delivery: Delivery, in catalog: some ResourceCatalog) -> Int {
        if case .resource = delivery { return catalog.encodedSize(of: name) }
        return name.utf8.count
    }

    // MARK: Changes

    /// Queues the subscribed names among those that changed (XP-B1); reads no content yet, so that a change that is
    /// overtaken by another one costs nothing (XP-B2).
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

    // MARK: What was sent

    mutating func recordSent(_ name: String, _ delivery: Delivery) {
        let before = records[name]
        adjustDigest(name, from: before?.sent ?? .nothing, to: delivery)
        let isNamed = before?.isNamed ?? false
        if case .resource = delivery {
            records[name, default: NameRecord(isNamed: false)].sent = delivery
        } else if isNamed {
            records[name]?.sent = delivery
        } else {
            // Gone, and nobody named it: nothing is left to remember.
            adjustDigest(name, from: delivery, to: .nothing)
            records.removeValue(forKey: name)
            rejections.removeValue(forKey: name)
        }
    }

    mutating func adjustDigest(_ name: String, from old: Delivery, to new: Delivery) {
        if let version = old.version { digest.remove(name: name, version: version) }
        if let version = new.version { digest.insert(name: name, version: version) }
    }

    /// Takes the client's word for what it holds (XP-D4).
    mutating func assume(_ name: String, _ delivery: Delivery) {
        recordSent(name, delivery)
        records[name]?.acknowledged = delivery
    }

    /// Notes that the client said what it thinks of a name.
    mutating func noteSettled(_ name: String) { settleTimes?[name] = moment }

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

    func statuses() -> [NameStatus] {
        records.keys.sorted().compactMap { status(of: $0) }
    }
}

extension [String] {
    /// Whether a sorted array holds a name.
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
