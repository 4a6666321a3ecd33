internal import CoreMetrics

/// The records that streams share: metrics, reports, and the names of rejected responses.
struct ServerTelemetry: Sendable {
    let metrics: ServerMetrics
    let activity: ServerActivity
    let pushes = PushLedger()
    let rejections = RejectionLedger()
    let rejectedNames = RejectedNameStore()

    init(_ factory: any MetricsFactory, _ activity: ServerActivity) {
        metrics = ServerMetrics(factory)
        self.activity = activity
    }
}
