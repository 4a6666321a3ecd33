internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// The configurator of a new connection's pipeline: TLS, then the protocol that the client speaks.
struct ServerPipelineConfigurator {
    /// The protocol that a client speaks, as far as TLS has negotiated it.
    enum Spoken {
        case http2
        case http1
        /// To be detected from the first bytes.
        case unknown
    }

    /// The identity in a client's verified certificate.
    struct Client {
        let identity: PeerIdentity
        /// The time for which the certificate is still valid, in seconds.
        let remainingSeconds: Int

        init(_ certificate: NIOSSLCertificate) {
            identity = PeerIdentity(certificate)
            remainingSeconds = certificate.remainingSeconds
        }
    }

    /// The number of the connection, unique in the process.
    let id: UInt64
    let configuration: GRPCServerConfiguration
    let service: any GRPCService
    /// The handler of plain HTTP requests; nil serves HTTP/2 only.
    let httpHandler: (any HTTPRequestHandler)?
    let registry: ConnectionRegistry
    let logger: Logger

    /// The logger of the connection.
    var connectionLogger: Logger {
        var logger = logger
        logger[metadataKey: "connection"] = "\(id)"
        return logger
    }

    /// Adds the first handlers.
    func begin(on pipeline: ChannelPipeline.SynchronousOperations) throws {
        guard let tls = configuration.tls else { return try proceed(.unknown, client: nil, after: nil, on: pipeline) }
        try pipeline.addHandler(NIOSSLServerHandler(context: tls.context))
        try pipeline.addHandler(TLSHandshakeHandler(self))
    }

    /// Returns the protocol that a client agreed on by ALPN, or `unknown` if it offered none.
    ///
    /// For a client without ALPN the protocol is detected from its first bytes.
    func spoken(whenSelected selected: String?) throws(HTTP2Error) -> Spoken {
        switch selected {
        case nil: return .unknown
        case "h2"?: return .http2
        case "http/1.1"? where httpHandler != nil: return .http1
        default: throw HTTP2Error(code: .closed, message: "the client does not offer the ALPN protocol h2")
        }
    }

    /// Adds the next handlers.
    ///
    /// - Parameters:
    /// - spoken: the protocol of the client.
    /// - client: the client's identity; nil without a verified certificate.
    /// - openedAt: the start of the wait for the first request; nil means now.
    /// - handler: the handler of the previous stage; nil if there is none.
    func proceed(
        _ spoken: Spoken,
        client: Client?,
        openedAt: NIODeadline? = nil,
        after handler: (any ChannelHandler)?,
        on pipeline: ChannelPipeline.SynchronousOperations
    ) throws {
        let position = handler.map { ChannelPipeline.SynchronousOperations.Position.after($0) } ?? .last
        switch (spoken, httpHandler) {
        case (.unknown, .some):
            try pipeline.addHandler(ProtocolDetectionHandler(self, client: client), position: position)
        case (.http1, let httpHandler?):
            let connection = HTTP1ServerConnectionHandler(self, httpHandler, client: client, openedAt: openedAt)
            let codec: [any ChannelHandler] = [
                HTTP1ByteWatch(connection), ByteToMessageHandler(HTTPRequestDecoder(limits: configuration)),
                HTTPResponseEncoder(), connection,
            ]
            try pipeline.addHandlers(codec, position: position)
            limit(connection, client)
        default:
            let connection = try GRPCServerConnectionHandler(
                id: id,
                configuration: configuration,
                service: service,
                httpHandler: httpHandler,
                registry: registry,
                logger: logger,
                identity: client?.identity,
                openedAt: openedAt
            )
            try pipeline.addHandler(connection, position: position)
            limit(connection, client)
        }
    }

    private func limit(_ connection: some LimitedConnection, _ client: Client?) {
        if let client { connection.endWhenIdentityExpires(in: client.remainingSeconds) }
    }
}

extension HTTPRequestDecoder {
    /// Makes a decoder that accepts no longer heads than HTTP/2 would (XP-H3).
    convenience init(limits: GRPCServerConfiguration) {
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderListSize = limits.http2.maxHeaderListSize
        configuration.maxHeaderFieldSize = limits.http2.maxHeaderListSize
        self.init(leftOverBytesStrategy: .dropBytes, limitConfiguration: configuration)
    }
}
