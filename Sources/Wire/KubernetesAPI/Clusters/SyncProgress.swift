internal import MeshSources

/// The progress of the initial sync of one cluster, and the status of its kinds.
struct SyncProgress: Sendable {
    private let kinds: [ObjectKind]
    /// The status of each kind.
    private(set) var records: [ObjectKind: ReflectorRecord]
    /// The published status of each kind, which may lag behind the known one.
    private var published: [ObjectKind: ReflectorRecord.Status] = [:]
    /// A Boolean value that indicates whether the initial sync was complete once.
    private(set) var isSynced = false
    /// The phase of the source.
    private(set) var phase = ClusterInformerStatus.Phase.connecting

    init(_ kinds: [ObjectKind]) {
        self.kinds = kinds
        records = Dictionary(uniqueKeysWithValues: kinds.map { ($0, ReflectorRecord()) })
    }

    /// Records a status and returns the previous one.
    mutating func update(_ record: ReflectorRecord, of kind: ObjectKind) -> ReflectorRecord {
        records.updateValue(record, forKey: kind) ?? ReflectorRecord()
    }

    /// Records that the objects of a kind were published.
    mutating func publish(_ status: ReflectorRecord.Status, of kind: ObjectKind) {
        published[kind] = status
        isSynced = isSynced || kinds.allSatisfy { Self.isComplete(published[$0, default: .pending], $0) }
        let isFailing = records.contains { kind, record in
            record.failure != nil && !(Self.isComplete(record.status, kind) && record.status != .listed)
        }
        phase = isSynced ? (isFailing ? .stale : .synced) : (isFailing ? .unreachable : .connecting)
    }

    /// Returns true if the initial sync need not wait for a kind.
    private static func isComplete(_ status: ReflectorRecord.Status, _ kind: ObjectKind) -> Bool {
        switch status {
        case .pending: false
        case .listed: true
        case .forbidden, .absent: !kind.isRequired
        }
    }
}
