public import NIOCore

/// One plain HTTP request and its response.
///
/// Not `Sendable`: use it on ``eventLoop`` only.
public final class HTTPServerExchange {
    /// The number of the request on its connection; over HTTP/2 the stream identifier.
    public let id: Int32
    /// The request's headers.
    public let request: HTTPRequestHead
    /// The peer that sent the request.
    public let peer: GRPCPeer
    /// The event loop of the connection.
    public let eventLoop: any EventLoop
    /// The connection of the request; nil once the exchange is over, which breaks the reference cycle.
    public private(set) var connection: (any ServerConnection)?
    /// A closure that is called once when the exchange is over, with true if the response was delivered.
    public var onClose: ((Bool) -> Void)?

    private var transport: (any HTTPExchangeTransport)?
    private(set) var hasResponded = false

    init(
        _ id: Int32,
        request: HTTPRequestHead,
        connection: any ServerConnection,
        eventLoop: any EventLoop,
        transport: any HTTPExchangeTransport
    ) {
        self.id = id
        self.request = request
        self.connection = connection
        self.peer = connection.peer
        self.eventLoop = eventLoop
        self.transport = transport
    }

    /// A Boolean value that indicates whether a response may still be sent.
    public var isOpen: Bool { connection != nil && !hasResponded }

    /// Sends the response; later calls do nothing.
    ///
    /// - Parameters:
    /// - status: the value of ":status", 200 to 599.
    /// - fields: header fields, lower-case names only; content-length is added here.
    /// - body: the body, as slices that are shared and not copied; omitted for HEAD.
    public func respond(status: Int, fields: [HTTPField] = [], body: [ByteBuffer] = []) {
        guard let transport, isOpen else { return }
        hasResponded = true
        var fields = fields
        if status != 304, status != 204 {
            let length = body.reduce(0) { $0 + $1.readableBytes }
            fields.append(HTTPField("content-length", String(length)))
        }
        transport.send(status: status, fields: fields, body: request.method == "HEAD" ? [] : body)
    }

    /// Ends the exchange, answered or not; called by the transport.
    func close(isDelivered: Bool) {
        guard connection != nil else { return }
        connection = nil
        transport = nil
        let onClose = self.onClose
        self.onClose = nil
        onClose?(isDelivered)
    }
}

/// The transport of an exchange's response.
protocol HTTPExchangeTransport: AnyObject {
    /// Sends the whole response; called once.
    func send(status: Int, fields: [HTTPField], body: [ByteBuffer])
}
