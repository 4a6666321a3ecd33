internal import NIOCore

/// A handler that waits on one socket for the answer to one question, and closes the socket on the answer or the
/// timeout.
final class DNSAnswerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let query: DNSQuery
    private let server: NameServer
    private let timeout: TimeAmount
    private let answer: EventLoopPromise<DNSMessage>
    private var deadline: Scheduled<Void>?
    private var ignored = 0
    private var lastReason = ""

    init(query: DNSQuery, server: NameServer, timeout: TimeAmount, answer: EventLoopPromise<DNSMessage>) {
        self.query = query
        self.server = server
        self.timeout = timeout
        self.answer = answer
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        answer.futureResult.whenComplete { _ in channel.close(promise: nil) }
        // Scheduled here, so that the time to connect counts as well.
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
            self.answer.fail(ResolutionError(code: .timeout, message: self.timeoutMessage))
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        answer.fail(ChannelError.inappropriateOperationForState)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        switch query.verdict(on: Array(buffer.readableBytesView)) {
        case .answer(let message):
            answer.succeed(message)
        case .ignored(let reason):
            ignored += 1
            lastReason = reason
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer.fail(
            ResolutionError(
                code: .transport,
                message: "\(server) closed the connection without an answer"
            )
        )
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.fail(ResolutionError(code: .transport, message: "no answer from \(server): \(error)"))
    }

    private var timeoutMessage: String {
        let plain = "no answer from \(server) within \(timeout.nanoseconds / 1_000_000) ms"
        return ignored == 0 ? plain : "\(plain); ignored \(ignored) messages, the last one: \(lastReason)"
    }
}
