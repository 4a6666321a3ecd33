internal import CoreMetrics

/// The telemetry that streams record, for metrics and reports.
struct ServerTelemetry: Sendable {
    let metrics: ServerMetrics
    let activity: ServerActivity
    let pushes = PushLedger()
    let rejections = RejectionLedger()

    init(_ factory: any MetricsFactory, _ activity: ServerActivity) {
        metrics = ServerMetrics(factory)
        self.activity = activity
    }
}
