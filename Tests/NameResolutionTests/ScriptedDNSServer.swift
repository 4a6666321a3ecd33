import NIOCore
import NIOPosix
import NameResolution
import Synchronization

/// A DNS server on one port of 127.0.0.1, UDP and TCP, whose answers are determined by a closure.
final class ScriptedDNSServer: Sendable {
    enum Transport: Hashable, Sendable {
        case udp
        case tcp
    }

    /// A received query.
    struct Query: Hashable, Sendable {
        let message: DNSMessage
        let transport: Transport

        var family: DNSMessage.AddressFamily? {
            message.question.flatMap { DNSMessage.AddressFamily(rawValue: $0.type) }
        }

        /// Returns a complete, well-formed answer.
        func reply(
            _ answers: [DNSRecord] = [],
            code: DNSMessage.ResponseCode = .success,
            change: (inout DNSMessage) -> Void = { _ in }
        ) -> [UInt8] {
            var reply = DNSMessage(id: message.id, isResponse: true, question: message.question, answers: answers)
            reply.recursionAvailable = true
            reply.responseCode = code
            change(&reply)
            return reply.encoded()
        }
    }

    /// The answers to send, in order.
    enum Reaction: Sendable {
        case send([UInt8])
        /// A datagram from another port.
        case sendFromElsewhere([UInt8])
        /// The end of a TCP connection.
        case close
    }

    typealias Script = @Sendable (Query) -> [Reaction]

    let address: NameServer
    private let udp: any Channel
    private let tcp: any Channel
    private let elsewhere: any Channel
    private let record: Record

    /// The state that is shared with the handlers.
    final class Record: Sendable {
        let queries = Mutex<[Query]>([])
        let openConnections = Mutex(0)
        let arrivals = AsyncStream<Query>.makeStream()
    }

    private init(address: NameServer, udp: any Channel, tcp: any Channel, elsewhere: any Channel, record: Record) {
        self.address = address
        self.udp = udp
        self.tcp = tcp
        self.elsewhere = elsewhere
        self.record = record
    }

    /// All queries so far.
    var queries: [Query] { record.queries.withLock { $0 } }
    /// The open TCP connections.
    var openConnections: Int { record.openConnections.withLock { $0 } }
    /// The queries as they arrive; for one consumer.
    var arrivals: AsyncStream<Query> { record.arrivals.stream }

    static func start(_ script: @escaping Script) async throws -> ScriptedDNSServer {
        let group = MultiThreadedEventLoopGroup.singleton
        let record = Record()
        let elsewhere = try await DatagramBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
        while true {
            let tcp = try await ServerBootstrap(group: group)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(StreamHandler(script: script, record: record))
                    }
                }
                .bind(host: "127.0.0.1", port: 0).get()
            let port = tcp.localAddress?.port ?? 0
            let bootstrap = DatagramBootstrap(group: group).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = DatagramHandler(script: script, record: record, elsewhere: elsewhere)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            // The UDP port may be in use by another process.
            guard let udp = try? await bootstrap.bind(host: "127.0.0.1", port: port).get() else {
                try await tcp.close()
                continue
            }
            let address = try NameServer(address: "127.0.0.1", port: port)
            return ScriptedDNSServer(address: address, udp: udp, tcp: tcp, elsewhere: elsewhere, record: record)
        }
    }

    func stop() async throws {
        record.arrivals.continuation.finish()
        for channel in [udp, tcp, elsewhere] { try await channel.close() }
    }
}

private final class DatagramHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let script: ScriptedDNSServer.Script
    private let record: ScriptedDNSServer.Record
    private let elsewhere: any Channel

    init(script: @escaping ScriptedDNSServer.Script, record: ScriptedDNSServer.Record, elsewhere: any Channel) {
        self.script = script
        self.record = record
        self.elsewhere = elsewhere
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        guard let message = try? DNSMessage(decoding: Array(envelope.data.readableBytesView)) else { return }
        let query = ScriptedDNSServer.Query(message: message, transport: .udp)
        record.add(query)
        send(script(query)[...], to: envelope.remoteAddress, on: context.channel)
    }

    /// Sends each datagram after the previous one was sent, whichever socket is used.
    private func send(
        _ reactions: ArraySlice<ScriptedDNSServer.Reaction>,
        to peer: SocketAddress,
        on channel: any Channel
    ) {
        let steps = reactions.compactMap { reaction -> (any Channel, [UInt8])? in
            switch reaction {
            case .send(let bytes): return (channel, bytes)
            case .sendFromElsewhere(let bytes): return (elsewhere, bytes)
            case .close: return nil
            }
        }
        var sent = channel.eventLoop.makeSucceededVoidFuture()
        for (channel, bytes) in steps {
            sent = sent.flatMap {
                channel.writeAndFlush(AddressedEnvelope(remoteAddress: peer, data: ByteBuffer(bytes: bytes)))
            }
        }
    }
}

private final class StreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: ScriptedDNSServer.Script
    private let record: ScriptedDNSServer.Record
    private var received = ByteBuffer()

    init(script: @escaping ScriptedDNSServer.Script, record: ScriptedDNSServer.Record) {
        self.script = script
        self.record = record
    }

    func channelActive(context: ChannelHandlerContext) {
        record.openConnections.withLock { $0 += 1 }
    }

    func channelInactive(context: ChannelHandlerContext) {
        record.openConnections.withLock { $0 -= 1 }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var chunk = unwrapInboundIn(data)
        received.writeBuffer(&chunk)
        while let slice = received.readLengthPrefixedSlice(as: UInt16.self) {
            guard let message = try? DNSMessage(decoding: Array(slice.readableBytesView)) else { continue }
            let query = ScriptedDNSServer.Query(message: message, transport: .tcp)
            record.add(query)
            for reaction in script(query) { perform(reaction, context) }
        }
    }

    private func perform(_ reaction: ScriptedDNSServer.Reaction, _ context: ChannelHandlerContext) {
        switch reaction {
        case .send(let bytes), .sendFromElsewhere(let bytes):
            var framed = ByteBuffer(integer: UInt16(bytes.count))
            framed.writeBytes(bytes)
            // In two parts, as TCP may deliver it.
            if let begin = framed.readSlice(length: 1) { context.writeAndFlush(wrapOutboundOut(begin), promise: nil) }
            context.writeAndFlush(wrapOutboundOut(framed), promise: nil)
        case .close: context.close(promise: nil)
        }
    }
}

extension ScriptedDNSServer.Record {
    fileprivate func add(_ query: ScriptedDNSServer.Query) {
        queries.withLock { $0.append(query) }
        arrivals.continuation.yield(query)
    }
}
