internal import NIOCore
internal import Synchronization
internal import Tracing

/// The spans of a state, from the moment at which it is put in place to its last acknowledgement.
///
/// `push` lasts until every stream was told, `ack` from then on until every response was answered. Streams have no spans of their
/// own: there may be ten thousand. Without a tracer nothing is done at all.
final class StateTracing: Sendable {
    /// How long `ack` waits for answers at most.
    private static let patience = TimeAmount.seconds(60)
    private static let interval = TimeAmount.milliseconds(20)

    private let tracer: any Tracer
    private let newest = Mutex<StateRecord?>(nil)

    /// Nil if nobody would see the spans.
    init?(_ tracer: any Tracer) {
        guard !(tracer is NoOpTracer) else { return nil }
        self.tracer = tracer
    }

    /// A state is put in place.
    ///
    /// - Returns: what is to be called when every stream was told.
    func begin(
        _ record: StateRecord,
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

    /// Looks from time to time whether everything is answered: nothing that streams do gets slower for it.
    private func follow(
        _ record: StateRecord,
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
            if record.rejected > 0 { span.setStatus(SpanStatus(code: .error, message: "refused by clients")) }
            return span.end()
        }
        loop.scheduleTask(in: Self.interval) { [self] in follow(record, span, until: deadline, on: loop) }
    }
}
