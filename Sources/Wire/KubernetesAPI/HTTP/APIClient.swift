internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL

/// The HTTP client of one API server.
final class APIClient: Sendable {
    let access: ClusterAccess
    let credentials: CredentialStore
    private let client: HTTPClient
    private let settings: SourceSettings

    /// The limit of an error response in bytes.
    private static let refusalBytes = 1 << 20

    init(_ access: ClusterAccess, settings: SourceSettings) {
        self.access = access
        self.settings = settings
        credentials = CredentialStore(access, settings: settings)
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = TimeAmount(settings.connectTimeout)
        configuration.decompression = .enabled(limit: .size(settings.answerBytes))
        // Every watch has its own connection for as long as it lasts.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // Callers back off by themselves and need the reason at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        if access.server.isSecure, let name = access.serverName {
            configuration.dnsOverride = [name: access.server.host]
        }
        client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
            configuration: configuration
        )
    }

    deinit {
        // A client that was never used is not shut down by anyone: its command ended with an error before.
        let _: EventLoopFuture<Void> = client.shutdown()
    }

    /// Ends waits for credentials; the tasks with requests must be cancelled as well.
    func stopAsking() async { await credentials.stop() }

    /// Closes all connections.
    func shutdown() async {
        await stopAsking()
        // Fails only if it was already shut down.
        try? await client.shutdown()
    }

    /// Returns the whole response to a request.
    ///
    /// - Parameters:
    ///   - path: the requested resource.
    ///   - accept: the media types of the response.
    /// - Throws: ``KubernetesError``.
    func get(_ path: RequestPath, accept: String = "application/json") async throws(KubernetesError) -> [UInt8] {
        let limit = settings.answerBytes
        // Compressed lists of pods have a tenth of the bytes.
        let headers = [("Accept", accept), ("Accept-Encoding", "gzip")]
        let silence = settings.answerSilence
        let bound = { @Sendable in silence }
        return try await exchange(path, headers, silence: bound) { response, watch in
            try await Self.body(of: response, upTo: limit, watch)
        }
    }

    /// Receives the response to a watch, line by line, until it ends.
    ///
    /// - Parameters:
    /// - path: the resource to watch.
    /// - accept: the media types of the events.
    /// - silence: returns the longest time without data.
    /// - opened: called when the server has accepted the watch.
    /// - lines: called with whole lines; returns false to end the watch.
    /// - Throws: ``KubernetesError``.
    func watch(
        _ path: RequestPath,
        accept: String,
        silence: @escaping @Sendable () -> Duration,
        opened: @escaping @Sendable () -> Void,
        lines: @escaping @Sendable ([[UInt8]]) -> Bool
    ) async throws(KubernetesError) {
        let limit = settings.lineBytes
        try await exchange(path, [("Accept", accept)], silence: silence) { response, watch in
            opened()
            var splitter = LineSplitter(maximumBytes: limit)
            var iterator = response.body.makeAsyncIterator()
            watch.wait()
            while let chunk = try await iterator.next() {
                watch.recordActivity()
                let complete = try splitter.lines(in: chunk.readableBytesView)
                if !complete.isEmpty, !lines(complete) { return }
                try Task.checkCancellation()
                watch.wait()
            }
            try Task.checkCancellation()
            if splitter.isWithinLine {
                throw KubernetesError(.interrupted, "the connection was closed during an event")
            }
        }
    }

    // MARK: One request and its answer

    private func exchange<Value: Sendable>(
        _ path: RequestPath,
        _ headers: [(String, String)],
        silence: @escaping @Sendable () -> Duration,
        _ read: @escaping @Sendable (HTTPClientResponse, IdleTimeout) async throws -> Value
    ) async throws(KubernetesError) -> Value {
        let grant = try await credentials.grant()
        do throws(KubernetesError) {
            return try await attempt(request(path, headers, grant), silence, read)
        } catch  where error.code == .unauthorized {
            // The token was replaced, or expired early: retry once with a new one.
            await credentials.refused(grant)
            return try await attempt(request(path, headers, try await credentials.grant()), silence, read)
        }
    }

    private func attempt<Value: Sendable>(
        _ request: HTTPClientRequest,
        _ silence: @escaping @Sendable () -> Duration,
        _ read: @escaping @Sendable (HTTPClientResponse, IdleTimeout) async throws -> Value
    ) async throws(KubernetesError) -> Value {
        let address = "\(access.server.bracketedHost):\(access.server.port)"
        do {
            return try await IdleTimeout.guarding(silence) { [client] watch in
                let response: HTTPClientResponse
                do {
                    response = try await client.execute(request, deadline: .distantFuture)
                } catch {
                    throw KubernetesError(connection: error, to: address, hasAnswer: false)
                }
                watch.recordActivity()
                guard response.status == .ok else { throw try await Self.rejection(response, watch) }
                return try await read(response, watch)
            }
        } catch {
            throw KubernetesError(connection: error, to: address, hasAnswer: true)
        }
    }

    private func request(
        _ path: RequestPath,
        _ headers: [(String, String)],
        _ grant: CredentialStore.Grant
    ) -> HTTPClientRequest {
        let server = access.server
        let named = server.isSecure ? access.serverName : nil
        let scheme = server.isSecure ? "https" : "http"
        var request = HTTPClientRequest(
            url: "\(scheme)://\(named ?? server.bracketedHost):\(server.port)\(server.path)\(path)"
        )
        request.tlsConfiguration = grant.tls
        if named != nil { request.headers.add(name: "Host", value: "\(server.bracketedHost):\(server.port)") }
        request.headers.add(name: "User-Agent", value: settings.userAgent)
        request.headers.add(contentsOf: headers)
        if let authorization = grant.authorization {
            request.headers.add(name: "Authorization", value: authorization.revealed)
        }
        return request
    }

    private static func body(
        of response: HTTPClientResponse,
        upTo limit: Int,
        _ watch: IdleTimeout
    ) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        var iterator = response.body.makeAsyncIterator()
        watch.wait()
        while let chunk = try await iterator.next() {
            watch.recordActivity()
            guard bytes.count + chunk.readableBytes <= limit else {
                throw KubernetesError(.limit, "response too large, expected at most \(limit) bytes")
            }
            bytes.append(contentsOf: chunk.readableBytesView)
            watch.wait()
        }
        watch.recordActivity()
        try Task.checkCancellation()
        return bytes
    }

    private static func rejection(_ response: HTTPClientResponse, _ watch: IdleTimeout) async throws -> KubernetesError
    {
        let seconds = response.headers.first(name: "Retry-After").flatMap { Int($0) }.map { min(max($0, 0), 3_600) }
        // The status is used even if its body cannot be read.
        let body = (try? await Self.body(of: response, upTo: refusalBytes, watch)) ?? []
        try Task.checkCancellation()
        return StatusAnswer(code: Int(response.status.code), body: body).error(retryAfter: seconds.map { .seconds($0) })
    }
}
