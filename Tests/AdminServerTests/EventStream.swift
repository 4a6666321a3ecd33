import EnvoyHarness
import Foundation
import NIOCore
import NIOPosix

/// A client of the event stream.
final class EventStream: Sendable {
    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let events: AsyncStream<String>.Continuation
        private var text = ""
        private var isInBody = false

        init(_ events: AsyncStream<String>.Continuation) { self.events = events }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            if !isInBody, let end = text.range(of: "\r\n\r\n") {
                text.removeSubrange(..<end.upperBound)
                isInBody = true
            }
            while isInBody, let end = text.range(of: "\n\n") {
                tell(text[..<end.lowerBound])
                text.removeSubrange(..<end.upperBound)
            }
        }

        func channelInactive(context: ChannelHandlerContext) { events.finish() }

        private func tell(_ block: Substring) {
            var name = ""
            var content: String?
            for line in block.split(whereSeparator: \.isNewline) {
                if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { content = String(line.dropFirst(6)) }
            }
            if let content { events.yield("\(name) \(content)") }
        }
    }

    private let channel: any Channel
    private let events: AsyncStream<String>

    private init(_ channel: any Channel, _ events: AsyncStream<String>) {
        self.channel = channel
        self.events = events
    }

    static func open(_ socket: NetworkEndpoint) async throws -> EventStream {
        let (events, continuation) = AsyncStream.makeStream(of: String.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Reader(continuation))
                }
            }
            .connect(host: socket.address, port: socket.port).get()
        try await channel.writeAndFlush(ByteBuffer(string: "GET /events HTTP/1.1\r\nhost: localhost\r\n\r\n"))
        return EventStream(channel, events)
    }

    /// Returns the next event: its name and its content.
    func next() async throws -> String? {
        for await event in events { return event }
        return nil
    }

    func close() async { try? await channel.close() }
}
