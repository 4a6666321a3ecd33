internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// What a new connection of a server is made of: TLS, then whatever its client turns out to speak.
struct ConnectionAssembly {
    /// What a client speaks, as far as TLS can tell.
    enum Spoken {
        case http2
        case http1
        /// Its first bytes have to tell.
        case unknown
    }

    /// What a verified certificate says of a client.
    struct Client {
        let identity: PeerIdentity
        /// How long the certificate is still valid.
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
    /// Answers plain HTTP requests; nil serves HTTP/2 only.
    let httpHandler: (any HTTPRequestHandler)?
    let registry: GRPCConnectionRegistry
    let logger: Logger

    /// The logger of the connection.
    var connectionLogger: Logger {
        var logger = logger
        logger[metadataKey: "connection"] = "\(id)"
        return logger
    }

    /// Puts the first handlers in place.
    func begin(on pipeline: ChannelPipeline.SynchronousOperations) throws {
        guard let tls = configuration.tls else { return try proceed(.unknown, client: nil, after: nil, on: pipeline) }
        try pipeline.addHandler(NIOSSLServerHandler(context: tls.context))
        try pipeline.addHandler(TLSHandshakeHandler(self))
    }

    /// What a client speaks that agreed on a protocol by ALPN, or on none.
    ///
    /// A client that asks for no protocol at all is taken at its first bytes.
    func spoken(whenSelected selected: String?) throws(HTTP2Error) -> Spoken {
        switch selected {
        case nil: return .unknown
        case "h2"?: return .http2
        case "http/1.1"? where httpHandler != nil: return .http1
        default: throw HTTP2Error(code: .closed, message: "the client does not offer ALPN h2")
        }
    }

    /// Puts the next handlers in place.
    ///
    /// - Parameters:
    ///   - spoken: what the client speaks.
    ///   - client: who it is; nil without a verified certificate.
    ///   - openedAt: since when the first request is waited for; nil means from now on.
    ///   - handler: the handler of the stage before; nil when there is none.
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
    /// A decoder that takes no longer heads than HTTP/2 would (XP-H3).
    convenience init(limits: GRPCServerConfiguration) {
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderListSize = limits.http2.maxHeaderListSize
        configuration.maxHeaderFieldSize = limits.http2.maxHeaderListSize
        self.init(leftOverBytesStrategy: .dropBytes, limitConfiguration: configuration)
    }
}
