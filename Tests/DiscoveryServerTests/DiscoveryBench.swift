import DiscoveryServer
import EnvoyMessages
import GRPCTransport
import Logging
import MeshModel
import MeshSources
import MeshViews
import NIOCore
import NIOPosix
import TestCertificates
import Testing

/// A discovery server with client certificates on a free port.
struct DiscoveryBench: Sendable {
    let authority: TestAuthority
    let server: DiscoveryServer
    private let root: String

    /// A service that is visible only to proxies of its own namespace.
    static let clusterName = "outbound|80||private.shop.test"
    /// The address of that service.
    static let endpoint = "10.9.8.7"

    private static let objects = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: private, namespace: shop}
        spec:
          hosts: [private.shop.test]
          exportTo: ["."]
          location: MESH_INTERNAL
          resolution: STATIC
          ports: [{number: 80, name: http, protocol: HTTP}]
          endpoints: [{address: 10.9.8.7}]
        """

    /// Runs a test with a server with rules, and stops everything afterwards.
    static func use(rules: String, _ body: (DiscoveryBench) async throws -> Void) async throws {
        try await TestAuthority.use { authority in
            let root = try await authority.authority()
            let files = try await authority.server()
            var configuration = GRPCServerConfiguration()
            configuration.tls = try TLSReloader(
                TLSConfigurationSource(certificate: files.certificate, key: files.key, clientAuthorities: root)
            )
            let directory = try MeshDirectoryReader()
                .read(files: [SourceFile(path: "clusters/one/objects.yaml", text: objects)], displayName: "mesh")
            var options = DiscoveryOptions()
            options.unknownNames = .empty
            options.servesClientStatus = true
            options.servesReflection = true
            let server = try await DiscoveryServer.start(
                serving: try MeshState(directory, semantics: TranslationSemantics(parsing: "standard")),
                on: .hostname("127.0.0.1", port: 0),
                authorization: try authorization(rules),
                options: options,
                configuration: configuration,
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            )
            do {
                try await body(DiscoveryBench(authority: authority, server: server, root: root))
            } catch {
                try await server.close()
                throw error
            }
            try await server.close()
        }
    }

    static func authorization(_ rules: String) throws -> ClientAuthorization {
        ClientAuthorization(try AuthorizationRule.rules(of: SourceFile(path: "rules.yaml", text: rules)))
    }

    /// Runs a test with a connection whose certificate has the names.
    func connect(as names: [String], _ body: (GRPCClientConnection) async throws -> Void) async throws {
        let files = try await authority.issue("client", names: names, for: .client)
        var options = TLSClientContext.Options()
        options.authorities = root
        options.certificate = files.certificate
        options.key = files.key
        var configuration = GRPCClientConfiguration()
        configuration.tls = try TLSClientContext(options)
        let connection = try await GRPCClientConnection.connect(
            to: try #require(server.localAddress),
            group: MultiThreadedEventLoopGroup.singleton,
            configuration: configuration
        )
        do {
            try await body(connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }
}

/// One call of a client, and its responses.
struct DiscoveryCall: Sendable {
    enum Answer: Sendable {
        case message(ByteBuffer)
        case closed(GRPCStatus?)
    }

    private final class Handler: GRPCClientStreamHandler {
        let continuation: AsyncStream<Answer>.Continuation

        init(_ continuation: AsyncStream<Answer>.Continuation) { self.continuation = continuation }

        func received(message: ByteBuffer) { continuation.yield(.message(message)) }

        func streamClosed(code: HTTP2ErrorCode, status: GRPCStatus?) {
            continuation.yield(.closed(status))
            continuation.finish()
        }
    }

    private let stream: NIOLoopBound<GRPCClientStream>
    private let answers: AsyncStream<Answer>

    init(_ path: String, on connection: GRPCClientConnection) async throws {
        let (answers, continuation) = AsyncStream.makeStream(of: Answer.self)
        self.answers = answers
        let loop = connection.channel.eventLoop
        stream = try await connection.run { session in
            NIOLoopBound(try session.openCall(path: path, handler: Handler(continuation)), eventLoop: loop)
        }.get()
    }

    /// Sends a message, and optionally ends the requests after it.
    func send(_ bytes: [UInt8], andEnds: Bool = false) async throws {
        try await stream.eventLoop.submit { [stream] in
            stream.value.send(message: [ByteBuffer(bytes: bytes)])
            if andEnds { stream.value.halfClose() }
        }.get()
    }

    /// Returns the next event.
    func next() async -> Answer {
        for await answer in answers { return answer }
        return .closed(nil)
    }

    /// Returns the code that the call ends with, whatever arrives before.
    func end() async -> GRPCStatus.Code? {
        for await answer in answers { if case .closed(let status) = answer { return status?.code } }
        return nil
    }

    /// Returns true if the next event is a message with the test's endpoint; nil if it is not a message.
    func nextHasEndpoint() async -> Bool? {
        guard case .message(let bytes) = await next() else { return nil }
        return String(buffer: bytes).contains(DiscoveryBench.endpoint)
    }
}
