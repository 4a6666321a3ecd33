internal import NIOCore
internal import Synchronization
internal import Tracing

/// The spans of a state, from its placing to its last acknowledgement.
///
/// `push` lasts until every stream was notified, `ack` from then on until every response was acknowledged or rejected.
/// Streams have no spans of their own, because there may be ten thousand. Without a tracer nothing is recorded.
final class StateTracing: Sendable {
    /// The longest time that `ack` waits for replies.
    private static let patience = TimeAmount.seconds(60)
    private static let interval = TimeAmount.milliseconds(20)

    private let tracer: any Tracer
    private let newest = Mutex<PushStatistics?>(nil)

    /// Makes the tracing; nil if the tracer records nothing.
    init?(_ tracer: any Tracer) {
        guard !(tracer is NoOpTracer) else { return nil }
        self.tracer = tracer
    }

    /// Starts the spans of a state that is placed.
    ///
    /// - Returns: a closure to call when every stream was notified.
    func begin(
        _ record: PushStatistics,
        number: Int,
        in context: ServiceContext,
        on loop: any EventLoop
    ) -> @Sendable () -> Void {
        newest.withLock { $0 = record }
        let push = tracer.startAnySpan("push", context: context)
        push.attributes["eds_translator.state"] = number
        return { [self] in
            push.attributes["eds_translator.sent"] = record.sent
            push.attributes["eds_translator.bytes"] = record.bytes
            push.end()
            guard record.sent > 0 else { return }
            follow(record, tracer.startAnySpan("ack", context: push.context), until: .now() + Self.patience, on: loop)
        }
    }

    /// Checks periodically whether every response has a reply; the work of streams is not slowed down.
    private func follow(
        _ record: PushStatistics,
        _ span: any Span,
        until deadline: NIODeadline,
        on loop: any EventLoop
    ) {
        let open = record.sent - record.acknowledged - record.rejected - record.lost
        let isNewest = newest.withLock { $0 === record }
        guard open > 0, isNewest, .now() < deadline else {
            span.attributes["eds_translator.acknowledged"] = record.acknowledged
            span.attributes["eds_translator.rejected"] = record.rejected
            span.attributes["eds_translator.lost"] = record.lost
            if let time = record.nanosecondsToLast {
                span.attributes["eds_translator.last_ack_ms"] = Double(time / 1_000) / 1_000
            }
            if record.rejected > 0 { span.setStatus(SpanStatus(code: .error, message: "rejected by clients")) }
            return span.end()
        }
        loop.scheduleTask(in: Self.interval) { [self] in follow(record, span, until: deadline, on: loop) }
    }
}
