/// One change at a scheduled time, independent of the changes before.
public struct Change: Hashable, Sendable {
    /// The number in the run, from 1; visible in assignments as a ``Marker``.
    public let index: Int
    /// The scheduled time, in nanoseconds from the beginning of the schedule.
    public let offset: Int64
    /// The kind of change.
    public let kind: ChangeKind
    /// The service to change, or `nil` for a gateway, which affects all services.
    public let service: Int?

    /// Makes a change.
    public init(index: Int, offset: Int64, kind: ChangeKind, service: Int?) {
        self.index = index
        self.offset = offset
        self.kind = kind
        self.service = service
    }
}
