internal import NIOCore
internal import Synchronization

/// A response that a client refused.
public struct RejectionReport: Hashable, Sendable {
    /// When, in milliseconds since 1970.
    public let time: Int64
    /// The client's node id.
    public let node: String
    /// The stream: the number of its connection, a slash, and its own.
    public let stream: String
    /// How the client asks.
    public let streamProtocol: StreamProtocol
    /// The code of the client's status.
    public let code: Int32
    /// What the client wrote, cut: some echo whole resources.
    public let text: String
}

/// What clients refused last; safe to use from any thread.
final class RejectionLedger: Sendable {
    /// Refusals that are remembered.
    static let depth = 100
    /// Characters of a client's text that are remembered.
    static let maximumTextLength = 512

    private let reports = Mutex<CircularBuffer<RejectionReport>>([])

    func add(_ report: RejectionReport) {
        reports.withLock { reports in
            if reports.count == Self.depth { reports.removeFirst() }
            reports.append(report)
        }
    }

    /// The newest first.
    var newestFirst: [RejectionReport] { reports.withLock { Array($0) }.reversed() }
}
