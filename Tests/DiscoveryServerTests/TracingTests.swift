import DiscoveryServer
import DiscoveryTestSupport
import Synchronization
import Testing
import Tracing

/// A span that stays in memory.
private final class MemorySpan: Tracing.Span {
    let name: String
    let context: ServiceContext
    let parent: String?
    private let state = Mutex<(attributes: SpanAttributes, status: SpanStatus?)>(([:], nil))
    private let ended: @Sendable (MemorySpan) -> Void

    init(_ name: String, in parent: ServiceContext, _ ended: @escaping @Sendable (MemorySpan) -> Void) {
        self.name = name
        self.parent = parent.spanName
        self.ended = ended
        var context = parent
        context.spanName = name
        self.context = context
    }

    var operationName: String {
        get { name }
        set {}
    }
    var isRecording: Bool { true }
    var attributes: SpanAttributes {
        get { state.withLock { $0.attributes } }
        set { state.withLock { $0.attributes = newValue } }
    }
    var status: SpanStatus? { state.withLock { $0.status } }

    func setStatus(_ status: SpanStatus) { state.withLock { $0.status = status } }
    func addEvent(_ event: SpanEvent) {}
    func addLink(_ link: SpanLink) {}
    func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {}
    func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) { ended(self) }
}

/// A tracer that keeps spans in memory.
private final class MemoryTracer: Tracer {
    let inbox = Inbox<MemorySpan>()

    func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> MemorySpan {
        MemorySpan(operationName, in: context()) { [inbox] in inbox.append($0) }
    }

    func activeSpan(identifiedBy context: ServiceContext) -> MemorySpan? { nil }
    func forceFlush() {}
    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {}
    func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {}
}

extension ServiceContext {
    private enum NameKey: ServiceContextKey { typealias Value = String }

    fileprivate var spanName: String? {
        get { self[NameKey.self] }
        set { self[NameKey.self] = newValue }
    }
}

@Suite("Tracing of states", .timeLimit(.minutes(1)))
struct TracingTests {
    @Test("The spans cover the time from the change to the last acknowledgement, and report rejections")
    func spans() async throws {
        let tracer = MemoryTracer()
        try await Bench.run(.streamEndpoints, Bench.Setup { $0.tracer = tracer }) { bench async throws in
            let good = try await bench.sotw()
            try await good.subscribe(["a"])
            let bad = try await bench.sotw(on: try await bench.connect())
            try await bad.subscribe(["a"])
            try await good.call.settle()
            try await bad.call.settle()
            var context = ServiceContext.topLevel
            context.spanName = "change"
            var mesh = bench.mesh
            mesh["a"] = ["10.0.0.9"]
            bench.server.update(to: try mesh.served(), because: "test", in: context)
            let push = try await tracer.inbox.next()
            #expect(push.name == "push" && push.parent == "change")
            #expect(push.attributes["eds_translator.sent"]?.toSpanAttribute() == .int64(2))
            try await good.ack(try await good.next())
            try await bad.nack(try await bad.next())
            let ack = try await tracer.inbox.next()
            #expect(ack.name == "ack" && ack.parent == "push")
            #expect(ack.attributes["eds_translator.acknowledged"]?.toSpanAttribute() == .int64(1))
            #expect(ack.attributes["eds_translator.rejected"]?.toSpanAttribute() == .int64(1))
            #expect(ack.status?.code == .error)
            // A change without affected clients waits for no acknowledgement.
            mesh["b"] = ["10.0.0.8"]
            bench.server.update(to: try mesh.served())
            let other = try await tracer.inbox.next()
            #expect(other.name == "push" && other.attributes["eds_translator.sent"]?.toSpanAttribute() == .int64(0))
        }
    }
}
