internal import NIOCore
internal import Synchronization

/// A response that a client rejected.
public struct RejectionReport: Hashable, Sendable {
    /// The time in milliseconds since 1970.
    public let time: Int64
    /// The client's node id.
    public let node: String
    /// The stream: the number of its connection, a slash, and its own number.
    public let stream: String
    /// The service and variant that the client uses.
    public let streamProtocol: StreamProtocol
    /// The code of the client's status.
    public let code: Int32
    /// The client's message, truncated because some clients echo whole resources.
    public let text: String
}

/// The last rejections by clients; safe to use from any thread.
final class RejectionLedger: Sendable {
    /// The number of rejections that are kept.
    static let depth = 100
    /// The number of characters of a client's message that are kept.
    static let maximumTextLength = 512

    private let reports = Mutex<CircularBuffer<RejectionReport>>([])

    func add(_ report: RejectionReport) {
        reports.withLock { reports in
            if reports.count == Self.depth { reports.removeFirst() }
            reports.append(report)
        }
    }

    /// The reports, the newest first.
    var newestFirst: [RejectionReport] { reports.withLock { Array($0) }.reversed() }
}
