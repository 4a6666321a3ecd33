internal import AssignmentComparison
internal import EnvoyMessages
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Reads pages of an Envoy's admin port, within bounds of time and size.
struct AdminFetch {
    private let address: DiffSource.ServerAddress
    private let limit: Duration

    init(_ address: DiffSource.ServerAddress, within limit: Duration) {
        self.address = address
        self.limit = limit
    }

    /// What an Envoy has: both pages that tell it, as each lacks something.
    func dump() async throws -> Dump {
        let clusters = try await dump(of: "/clusters?format=json")
        let page = try await bytes(of: "/config_dump?include_eds")
        do throws(DumpError) {
            return try DumpReader.read(page).completed(by: clusters)
        } catch {
            // Envoys before 1.17 have no endpoints in their dump.
            guard error.code == .unknownForm else { throw failure(.badInput, "/config_dump: \(error)") }
            return clusters
        }
    }

    /// What one page has.
    func dump(of path: String) async throws -> Dump {
        let page = try await bytes(of: path)
        do throws(DumpError) {
            return try DumpReader.read(page)
        } catch {
            throw failure(.badInput, "\(path): \(error)")
        }
    }

    private func bytes(of path: String) async throws -> [UInt8] {
        let answer: (status: HTTPResponseStatus, body: ByteBuffer)
        do {
            answer = try await get(path)
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw failure(.unreachable, "\(path): \(ConnectionErrorText.of(error))")
        }
        guard answer.status == .ok else { throw failure(.unreachable, "\(path): status \(answer.status.code)") }
        return Array(answer.body.readableBytesView)
    }

    private func failure(_ status: ExitStatus, _ message: String) -> CommandFailure {
        CommandFailure(status, "http://\(address.host):\(address.port)\(message)")
    }

    private func get(_ path: String) async throws -> (status: HTTPResponseStatus, body: ByteBuffer) {
        let time = TimeAmount(limit)
        let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(time)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        let channel = connection.channel
        let timer = channel.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
        defer { timer.cancel() }
        return try await connection.executeThenClose { inbound, outbound in
            var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path)
            head.headers.add(name: "host", value: "\(address.host):\(address.port)")
            head.headers.add(name: "connection", value: "close")
            try await outbound.write(contentsOf: [.head(head), .end(nil)])
            return try await answer(inbound, path)
        }
    }

    private func answer(
        _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>,
        _ path: String
    ) async throws -> (status: HTTPResponseStatus, body: ByteBuffer) {
        var status: HTTPResponseStatus?
        var body = ByteBuffer()
        for try await part in inbound {
            switch part {
            case .head(let head): status = head.status
            case .body(var bytes):
                body.writeBuffer(&bytes)
                guard body.readableBytes <= DumpReader.limits.jsonBytes else {
                    throw failure(.badInput, "\(path): more than \(DumpReader.limits.jsonBytes) bytes")
                }
            case .end:
                guard let status else { continue }
                return (status, body)
            }
        }
        throw failure(.unreachable, "\(path): no complete answer within \(limit)")
    }
}
