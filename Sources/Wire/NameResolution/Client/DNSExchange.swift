internal import NIOCore
internal import NIOPosix

/// One question to one server, on its own socket.
struct DNSExchange: Sendable {
    let query: DNSQuery
    let server: NameServer
    let timeout: TimeAmount
    let eventLoop: any EventLoop

    static let cancelled = ResolutionError(code: .cancelled, message: "the lookup was cancelled")

    /// The size of the receive buffer in bytes, larger than any answer without EDNS, which is at most 512 bytes.
    private static let maximumDatagram = 4096

    /// Sends the question in a datagram.
    ///
    /// The socket is connected: the kernel drops datagrams from elsewhere and reports a closed port.
    func overUDP() async throws(ResolutionError) -> DNSMessage {
        let address = try server.socketAddress()
        let promise = eventLoop.makePromise(of: DNSMessage.self)
        let bootstrap = DatagramBootstrap(group: eventLoop)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.maximumDatagram))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandlers(DatagramOpener(), answerHandler(promise))
                }
            }
        return try await run(promise, on: bootstrap.connect(to: address), sending: query.message.encoded())
    }

    /// Sends the question on a connection, where each message follows its length.
    func overTCP() async throws(ResolutionError) -> DNSMessage {
        let address = try server.socketAddress()
        let promise = eventLoop.makePromise(of: DNSMessage.self)
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(timeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandlers(LengthPrefixedMessages(), answerHandler(promise))
                }
            }
        let message = query.message.encoded()
        let length = UInt16(clamping: message.count)
        let framed = [UInt8(length >> 8), UInt8(truncatingIfNeeded: length)] + message
        return try await run(promise, on: bootstrap.connect(to: address), sending: framed)
    }

    private func answerHandler(_ promise: EventLoopPromise<DNSMessage>) -> DNSAnswerHandler {
        DNSAnswerHandler(query: query, server: server, timeout: timeout, answer: promise)
    }

    /// Waits for the answer and then for the socket to close, so that no socket outlives the lookup.
    private func run(
        _ promise: EventLoopPromise<DNSMessage>,
        on connection: EventLoopFuture<any Channel>,
        sending bytes: [UInt8]
    ) async throws(ResolutionError) -> DNSMessage {
        connection.whenComplete { result in
            switch result {
            case .success(let channel):
                channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenFailure { promise.fail($0) }
            case .failure(let error):
                promise.fail(error)
            }
        }
        do {
            return try await withTaskCancellationHandler {
                let answer = await result(of: promise.futureResult)
                if let channel = try? await connection.get() { try? await channel.closeFuture.get() }
                return try answer.get()
            } onCancel: {
                promise.fail(Self.cancelled)
            }
        } catch let error as ResolutionError {
            throw error
        } catch {
            throw ResolutionError(code: .transport, message: "no answer from \(server): \(error)")
        }
    }

    private func result(of answer: EventLoopFuture<DNSMessage>) async -> Result<DNSMessage, any Error> {
        do {
            return .success(try await answer.get())
        } catch {
            return .failure(error)
        }
    }
}
