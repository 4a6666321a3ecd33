/// The times that are measured.
public enum Latency: String, CaseIterable, Hashable, Sendable {
    /// From when a connection was to be opened to each first assignment on it.
    case connectToFirst = "connect_to_first"
    /// From when a change was to be made to its receipt by each subscription.
    case changeToReceipt = "change_to_receipt"
    /// From when a change was to be made to the acknowledgement of its receipt.
    case changeToAck = "change_to_ack"
    /// From when a change was to be made to its receipt by the last subscription.
    case fanOut = "fan_out"
    /// From when a change was to be made to when it was: what the generator itself adds.
    case changeLag = "change_lag"
    /// From the first to the last client that received the same content, when changes are not made by the run.
    case spread

    /// What it is, for people.
    public var title: String {
        switch self {
        case .connectToFirst: "connect to first assignment"
        case .changeToReceipt: "change to receipt"
        case .changeToAck: "change to ACK"
        case .fanOut: "change to last client"
        case .changeLag: "change made late by"
        case .spread: "first to last client"
        }
    }
}
