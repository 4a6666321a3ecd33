internal import CoreMetrics
internal import DiscoveryProtocol

/// The metrics of a discovery server, with all handles made once, so that a push costs a few additions and no memory.
final class ServerMetrics: Sendable {
    private let opened: [Counter]
    private let open: [Meter]
    private let pushes: [Counter]
    private let requests: [Counter]
    private let rejections: [Counter]
    private let changeToAcknowledgement: CoreMetrics.Timer
    private let loopLag: CoreMetrics.Timer
    private let bytes: Counter
    private let assignments: Counter
    private let emptyAssignments: Counter
    private let slow: Counter
    private let refused: Counter
    private let withheld: Counter

    init(_ factory: any MetricsFactory) {
        func counter(_ name: String, _ labels: [(String, String)] = []) -> Counter {
            Counter(label: "eds_translator_\(name)", dimensions: labels, factory: factory)
        }
        func timer(_ name: String) -> CoreMetrics.Timer {
            CoreMetrics.Timer(
                label: "eds_translator_\(name)",
                dimensions: [],
                preferredDisplayUnit: .seconds,
                factory: factory
            )
        }
        let protocols = StreamProtocol.allCases
        opened = protocols.map { counter("streams_opened_total", [("protocol", $0.rawValue)]) }
        open = protocols.map {
            Meter(label: "eds_translator_streams_open", dimensions: [("protocol", $0.rawValue)], factory: factory)
        }
        pushes = PushReason.allCases.map { counter("pushes_total", [("reason", $0.label)]) }
        requests = Self.verdicts.map { counter("requests_total", [("verdict", $0)]) }
        rejections = protocols.map { counter("nacks_total", [("protocol", $0.rawValue)]) }
        changeToAcknowledgement = timer("change_to_ack_seconds")
        loopLag = timer("event_loop_lag_seconds")
        bytes = counter("sent_bytes_total")
        assignments = counter("assignments_sent_total")
        emptyAssignments = counter("empty_assignments_sent_total")
        slow = counter("slow_clients_total")
        refused = counter("streams_refused_total")
        withheld = counter("assignments_withheld_total")
    }

    func recordOpened(_ kind: StreamProtocol) {
        opened[kind.index].increment()
        open[kind.index].increment()
    }

    func recordClosed(_ kind: StreamProtocol) { open[kind.index].decrement() }

    func recordSent(_ reason: PushReason, bytes count: Int, assignments total: Int, empty: Int) {
        pushes[reason.rawValue].increment()
        bytes.increment(by: count)
        assignments.increment(by: total)
        if empty > 0 { emptyAssignments.increment(by: empty) }
    }

    func recordRequest(_ verdict: RequestOutcome.Verdict, _ kind: StreamProtocol) {
        requests[Self.index(of: verdict)].increment()
        switch verdict {
        case .rejected, .staleRejection: rejections[kind.index].increment()
        case .refused: refused.increment()
        case .subscription, .acknowledged, .refresh, .stale: break
        }
    }

    func recordAcknowledged(nanoseconds: Int64) { changeToAcknowledgement.recordNanoseconds(nanoseconds) }

    func recordWithheld() { withheld.increment() }

    func recordSlow() { slow.increment() }

    func recordLoopLag(nanoseconds: Int64) { loopLag.recordNanoseconds(nanoseconds) }

    private static let verdicts = ["subscription", "ack", "nack", "refresh", "stale", "refused"]

    private static func index(of verdict: RequestOutcome.Verdict) -> Int {
        switch verdict {
        case .subscription: 0
        case .acknowledged: 1
        case .rejected, .staleRejection: 2
        case .refresh: 3
        case .stale: 4
        case .refused: 5
        }
    }
}
