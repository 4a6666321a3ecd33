internal import MeshSources
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// A stand-in for the API server of a cluster: objects in memory, lists, watches, discovery, and faults on demand.
///
/// Responses have the form of a real server's. It contains only the objects that are put in: no namespace `default` and
/// no Services of its own.
public final class KubernetesTestServer: Sendable {
    /// The files for TLS.
    public struct TLS: Sendable {
        /// The PEM file of the server's certificate.
        public var certificate: String
        /// The PEM file of its key.
        public var key: String
        /// The PEM file of the authorities that must have issued clients' certificates; nil requests none.
        public var clientAuthorities: String?

        /// Makes an instance from file names.
        public init(certificate: String, key: String, clientAuthorities: String? = nil) {
            self.certificate = certificate
            self.key = key
            self.clientAuthorities = clientAuthorities
        }
    }

    private struct Listening {
        var channel: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
        var tls: NIOSSLContext?
    }

    /// The state of the server, and its faults.
    let state: Mutex<TestServerState>
    private let listening = Mutex(Listening())
    private let reserved: ReservedPort
    private let isSecure: Bool
    private let compresses: Bool

    /// Starts a server on a free port of 127.0.0.1.
    ///
    /// - Parameters:
    /// - tls: the files for TLS; nil uses plain HTTP.
    /// - compresses: true to compress responses for clients that accept it.
    public static func start(tls: TLS? = nil, compresses: Bool = true) async throws -> KubernetesTestServer {
        let server = KubernetesTestServer(try ReservedPort(), isSecure: tls != nil, compresses: compresses)
        if let tls { try server.use(tls) }
        try await server.bind()
        return server
    }

    private init(_ reserved: ReservedPort, isSecure: Bool, compresses: Bool) {
        self.reserved = reserved
        self.isSecure = isSecure
        self.compresses = compresses
        state = Mutex(TestServerState())
    }

    /// The port.
    public var port: Int { reserved.number }

    /// The URL.
    public var url: String { "\(isSecure ? "https" : "http")://127.0.0.1:\(port)" }

    /// Returns a kubeconfig for the server, in JSON.
    ///
    /// - Parameters:
    ///   - token: the bearer token; nil sends none.
    /// - authorities: the PEM file of the authorities of the server's certificate; nil uses those of the system.
    public func kubeconfig(token: String? = nil, authorities: String? = nil) -> String {
        var cluster: TestJSON = ["server": .string(url)]
        if let authorities { cluster["certificate-authority"] = .string(authorities) }
        let user: TestJSON = token.map { ["token": .string($0)] } ?? [:]
        let config: TestJSON = [
            "apiVersion": "v1", "kind": "Config", "current-context": "test",
            "contexts": [["name": "test", "context": ["cluster": "test", "user": "test"]]],
            "clusters": [["name": "test", "cluster": cluster]], "users": [["name": "test", "user": user]],
        ]
        return config.line
    }

    /// Uses another certificate for new connections.
    public func use(_ tls: TLS) throws {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(tls.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: tls.key, format: .pem))
        )
        if let authorities = tls.clientAuthorities {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .file(authorities)
        }
        let context = try NIOSSLContext(configuration: configuration)
        listening.withLock { $0.tls = context }
    }

    /// Makes the server unreachable: closes the socket and all connections; no other process gets its port.
    public func disappear() async {
        let (channel, connections) = listening.withLock { state in
            defer { state.channel = nil }
            return (state.channel, Array(state.connections.values))
        }
        try? await channel?.close()
        for connection in connections { try? await connection.close() }
    }

    /// The open connections.
    var connections: [any Channel] { listening.withLock { Array($0.connections.values) } }

    /// Makes the server reachable again, on the same port.
    public func reappear() async throws { try await bind() }

    /// Closes everything.
    public func stop() async { await disappear() }

    private func bind() async throws {
        // A second socket could listen on the same port.
        guard listening.withLock({ $0.channel == nil }) else { return }
        let isReused = ChannelOptions.socketOption(.so_reuseaddr)
        let isShared = ChannelOptions.socketOption(NIOBSDSocket.Option(rawValue: ReservedPort.sharing))
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(isReused, value: 1)
            .serverChannelOption(isShared, value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.prepare(channel) }
            }
            .bind(host: "127.0.0.1", port: port)
            .get()
        listening.withLock { $0.channel = channel }
    }

    private func prepare(_ channel: any Channel) throws {
        let id = ObjectIdentifier(channel)
        let tls = listening.withLock { state in
            state.connections[id] = channel
            return state.tls
        }
        channel.closeFuture.whenComplete { _ in
            _ = self.listening.withLock { $0.connections.removeValue(forKey: id) }
        }
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
        try pipeline.configureHTTPServerPipeline()
        if compresses {
            let compressor = HTTPResponseCompressor { head, _ in
                head.headers.contains(name: "Vary") ? .compressIfPossible : .doNotCompress
            }
            try pipeline.addHandler(compressor)
        }
        try pipeline.addHandler(
            TestHTTPHandler(
                answer: { request in self.state.withLock { $0.answer(request) } },
                closed: { watcher in self.state.withLock { $0.watchers[watcher.id] = nil } }
            )
        )
    }
}
