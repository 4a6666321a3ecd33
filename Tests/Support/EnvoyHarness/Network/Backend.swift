import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A small HTTP/1.1 server that answers every request with its own name and counts the requests.
///
/// It accepts plain text and TLS on the same port, as a workload with a sidecar does.
public final class Backend: Sendable {
    /// The number of requests by transport.
    public struct Requests: Hashable, Sendable {
        /// The requests in plain text.
        public var plain = 0
        /// The requests over TLS.
        public var tls = 0
        /// All requests.
        public var total: Int { plain + tls }

        /// Makes counts.
        public init(plain: Int = 0, tls: Int = 0) {
            self.plain = plain
            self.tls = tls
        }
    }

    /// The name in its responses.
    public let name: String

    /// The listening address.
    public let socket: NetworkEndpoint

    private let listener: any Channel
    private let connections: OpenChannels
    private let counter: Counter

    private final class Counter: Sendable {
        let requests = Mutex(Requests())
    }

    private init(name: String, listener: any Channel, connections: OpenChannels, counter: Counter) {
        self.name = name
        self.listener = listener
        self.connections = connections
        self.counter = counter
        socket = NetworkEndpoint(listener.localAddress?.ipAddress ?? "", listener.localAddress?.port ?? 0)
    }

    /// Starts a server on an address of this machine; port 0 lets the operating system choose.
    ///
    /// Throws NIO's error if the address and port cannot be bound, or ``HarnessError`` if the certificate is invalid.
    public static func start(
        _ name: String,
        on address: String = "127.0.0.1",
        port: Int = 0,
        certificate: SelfSignedCertificate,
        answeringAfter milliseconds: Int64 = 0
    ) async throws -> Backend {
        let tls = try certificate.serverContext()
        let connections = OpenChannels()
        let counter = Counter()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                connections.add(channel)
                return channel.eventLoop.makeCompletedFuture {
                    let answering = NameAnswering(name, after: .milliseconds(milliseconds)) { isTLS in
                        counter.requests.withLock { requests in
                            if isTLS { requests.tls += 1 } else { requests.plain += 1 }
                        }
                    }
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(TransportSniffer(tls) { answering.isTLS = $0 })
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(answering)
                }
            }
            .bind(host: address, port: port)
            .get()
        return Backend(name: name, listener: listener, connections: connections, counter: counter)
    }

    /// The requests since the start, or since ``resetRequests()``.
    public var requests: Requests { counter.requests.withLock { $0 } }

    /// Resets the counts.
    public func resetRequests() { counter.requests.withLock { $0 = Requests() } }

    /// Stops listening and closes all connections.
    public func stop() async { await connections.close(with: listener) }
}

/// A handler that answers each request with a name.
private final class NameAnswering: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// The detected transport of the connection.
    var isTLS = false

    private let name: String
    private let delay: TimeAmount
    private let count: (_ isTLS: Bool) -> Void

    init(_ name: String, after delay: TimeAmount, count: @escaping (_ isTLS: Bool) -> Void) {
        self.name = name
        self.delay = delay
        self.count = count
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        count(isTLS)
        guard delay > .zero else { return answer(context) }
        context.eventLoop.assumeIsolated().scheduleTask(in: delay) { self.answer(context) }
    }

    private func answer(_ context: ChannelHandlerContext) {
        let headers: HTTPHeaders = ["content-type": "text/plain", "content-length": "\(name.utf8.count)"]
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: name)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    // A peer that disconnects, or sends invalid bytes, ends only its own connection.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
