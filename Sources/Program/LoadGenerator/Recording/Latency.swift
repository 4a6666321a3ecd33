/// The latencies of a run.
public enum Latency: String, CaseIterable, Hashable, Sendable {
    /// The time from the scheduled connection to each first assignment on it.
    case connectToFirst = "connect_to_first"
    /// The time from a scheduled change to its receipt by each subscription.
    case changeToReceipt = "change_to_receipt"
    /// The time from a scheduled change to the acknowledgement of its receipt.
    case changeToAck = "change_to_ack"
    /// The time from a scheduled change to its receipt by the last subscription.
    case fanOut = "fan_out"
    /// The time from the scheduled to the actual change: the delay of the generator itself.
    case changeLag = "change_lag"
    /// The time from the first to the last client that received the same content, if the run makes no changes.
    case spread

    /// The human-readable name.
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
