internal import CoreMetrics

/// Where streams tell what they do: for metrics, and for those who look at the server.
struct ServerWatch: Sendable {
    let metrics: ServerMetrics
    let activity: ServerActivity
    let pushes = PushLedger()
    let rejections = RejectionLedger()

    init(_ factory: any MetricsFactory, _ activity: ServerActivity) {
        metrics = ServerMetrics(factory)
        self.activity = activity
    }
}
