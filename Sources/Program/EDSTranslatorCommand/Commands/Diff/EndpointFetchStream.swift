internal import EnvoyMessages
internal import GRPCTransport
internal import NIOCore

/// One call that requests endpoints and ends when all names are answered, or after the server's last response.
final class EndpointFetchStream: GRPCClientStreamHandler {
    /// The reason for a missing response.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let paths = [
        "/envoy.service.endpoint.v3.EndpointDiscoveryService/StreamEndpoints",
        "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources",
    ]
    /// The silence after which missing names count as nonexistent: the protocol has no other sign.
    private static let patience = TimeAmount.seconds(1)

    private let names: [String]
    private let wanted: Set<String>
    private let node: EncodedNode
    private let loop: any EventLoop
    private let limit: TimeAmount
    private let promise: EventLoopPromise<[String: [UInt8]]>
    private var call: GRPCClientStream?
    private weak var session: GRPCClientSession?
    private var attempt = 0
    private var found: [String: [UInt8]] = [:]
    private var hasAnswer = false
    private var isOver = false
    private var timer: Scheduled<Void>?

    init(
        names: [String],
        node: EncodedNode,
        loop: any EventLoop,
        within limit: TimeAmount,
        _ promise: EventLoopPromise<[String: [UInt8]]>
    ) {
        self.names = names
        wanted = Set(names)
        self.node = node
        self.loop = loop
        self.limit = limit
        self.promise = promise
    }

    /// Sends the request; on the event loop of the session.
    func open(on session: GRPCClientSession) {
        self.session = session
        setTimer(limit)
        do {
            call = try session.openCall(path: Self.paths[attempt], authority: "xds", handler: self)
            try send(version: "", nonce: "", withNode: true)
        } catch {
            finish(.failure(Failure(description: "\(error)")))
        }
    }

    func received(message: ByteBuffer) {
        do throws(MessageError) {
            let response = try DiscoveryResponseMessage(decoding: Array(message.readableBytesView))
            guard response.typeURL == TypeURL.clusterLoadAssignment else { return }
            hasAnswer = true
            for resource in response.resources {
                let name = try AssignmentOutline(reading: resource.value) { _ in }.clusterName
                if wanted.contains(name) { found[name] = resource.value }
            }
            guard found.count < wanted.count else { return finish(.success(found)) }
            try send(version: response.versionInfo, nonce: response.nonce, withNode: false)
            setTimer(Self.patience)
        } catch {
            finish(.failure(Failure(description: error.message)))
        }
    }

    func streamClosed(code: HTTP2ErrorCode, status: GRPCStatus?) {
        call = nil
        guard !isOver else { return }
        if status?.code == .unimplemented, attempt + 1 < Self.paths.count, let session {
            attempt += 1
            // Not from within the end of the previous call.
            return loop.assumeIsolated().execute { self.open(on: session) }
        }
        let reason = status.map { "\($0.code): \($0.message)" } ?? "the stream was closed with \(code)"
        finish(.failure(Failure(description: reason)))
    }

    private func send(version: String, nonce: String, withNode: Bool) throws(MessageError) {
        var request = DiscoveryRequestMessage(
            versionInfo: version,
            resourceNames: names,
            typeURL: TypeURL.clusterLoadAssignment,
            responseNonce: nonce
        )
        if withNode { request.node = node }
        call?.send(message: [ByteBuffer(bytes: try request.encoded())])
    }

    private func setTimer(_ time: TimeAmount) {
        timer?.cancel()
        timer = loop.assumeIsolated().scheduleTask(in: time) { self.timeIsOver() }
    }

    private func timeIsOver() {
        guard hasAnswer else { return finish(.failure(Failure(description: "no response in time"))) }
        finish(.success(found))
    }

    private func finish(_ result: Result<[String: [UInt8]], any Error>) {
        guard !isOver else { return }
        isOver = true
        timer?.cancel()
        promise.completeWith(result)
        call?.reset(code: .cancel)
    }
}
