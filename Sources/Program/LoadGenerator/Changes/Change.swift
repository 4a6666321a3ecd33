/// One change that is to be made at a set time, whatever became of the one before.
public struct Change: Hashable, Sendable {
    /// Its number in the run, from 1; shows in assignments as a ``Marker``.
    public let index: Int
    /// When it is to be made, in nanoseconds from the beginning of the schedule.
    public let offset: Int64
    /// What it does.
    public let kind: ChangeKind
    /// The service that it is about; nil for a gateway, which is about all of them.
    public let service: Int?

    /// Makes a change.
    public init(index: Int, offset: Int64, kind: ChangeKind, service: Int?) {
        self.index = index
        self.offset = offset
        self.kind = kind
        self.service = service
    }
}
