internal import AssignmentComparison
internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel
internal import NIOCore
internal import NIOPosix

/// Requests the assignments of names from an xDS server, as given proxies.
///
/// It uses the state-of-the-world variant of EDS, and of ADS if the server has only that, as istiod.
struct EndpointFetch {
    /// A proxy and the names that it requests.
    struct Question {
        let node: EnvoyNode
        let names: [String]
    }

    /// The maximum number of concurrent proxies.
    private static let concurrency = 50
    /// The maximum message size, in bytes.
    private static let maximumMessage = 128 << 20

    private let address: DiffSource.ServerAddress
    private let limit: Duration

    /// - Parameter limit: the time limit for one proxy.
    init(_ address: DiffSource.ServerAddress, within limit: Duration) {
        self.address = address
        self.limit = limit
    }

    private var title: String { "xds://\(address.host):\(address.port)" }

    /// Returns the responses, in the order of the questions.
    ///
    /// - Throws: ``CommandFailure`` with status `unreachable` if the server does not respond, `badInput` if a response
    ///   is invalid.
    func ask(_ questions: [Question]) async throws -> [AssignmentSet.Proxy] {
        let connection = try await connect()
        do {
            var answers: [AssignmentSet.Proxy] = []
            for start in stride(from: 0, to: questions.count, by: Self.concurrency) {
                let batch = questions[start..<min(start + Self.concurrency, questions.count)]
                answers += try await ask(batch, on: connection)
            }
            await connection.close()
            return answers
        } catch {
            await connection.close()
            throw error
        }
    }

    private func connect() async throws -> GRPCClientConnection {
        var configuration = GRPCClientConfiguration()
        configuration.http2.initialWindowSize = 16 << 20
        configuration.http2.connectionWindowSize = 24 << 20
        configuration.maxMessageLength = Self.maximumMessage
        configuration.connectTimeout = TimeAmount(limit)
        configuration.tls = address.tls
        do {
            return try await GRPCClientConnection.connect(
                to: try SocketAddress.makeAddressResolvingHost(address.host, port: address.port),
                group: MultiThreadedEventLoopGroup.singleton.next(),
                configuration: configuration
            )
        } catch {
            throw CommandFailure(.unreachable, "\(title): \(ConnectionErrorText.of(error))")
        }
    }

    private func ask(
        _ questions: ArraySlice<Question>,
        on connection: GRPCClientConnection
    ) async throws -> [AssignmentSet.Proxy] {
        var pending: [(Question, EventLoopFuture<[String: [UInt8]]>)] = []
        for question in questions {
            pending.append((question, try start(question, on: connection)))
        }
        var answers: [AssignmentSet.Proxy] = []
        for (question, future) in pending {
            answers.append(try await answer(to: question, future))
        }
        return answers
    }

    private func start(
        _ question: Question,
        on connection: GRPCClientConnection
    ) throws -> EventLoopFuture<[String: [UInt8]]> {
        let node: EncodedNode
        do throws(MessageError) {
            node = EncodedNode(packed: try DiscoveryRequestMessage(node: question.node).node?.packed() ?? [])
        } catch {
            throw CommandFailure(.badInput, "node \(question.node.id): \(error)")
        }
        let loop = connection.channel.eventLoop
        let promise = loop.makePromise(of: [String: [UInt8]].self)
        let names = question.names
        let wait = TimeAmount(limit)
        return connection.run { session in
            EndpointFetchStream(names: names, node: node, loop: loop, within: wait, promise).open(on: session)
        }.flatMap { promise.futureResult }
    }

    private func answer(
        to question: Question,
        _ future: EventLoopFuture<[String: [UInt8]]>
    ) async throws -> AssignmentSet.Proxy {
        let resources: [String: [UInt8]]
        do {
            resources = try await future.get()
        } catch {
            throw CommandFailure(.unreachable, "\(title), as \(question.node.id): \(error)")
        }
        var answers = AssignmentSet.Proxy(node: question.node.id, assignments: [:])
        for (name, bytes) in resources {
            do throws(DumpError) {
                answers.assignments[name] = try ComparableAssignment(decoding: bytes)
            } catch {
                throw CommandFailure(.badInput, "\(title), \(name): \(error)")
            }
        }
        return answers
    }
}
