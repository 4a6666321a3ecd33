public import NIOCore

/// A handler of plain HTTP requests on the gRPC port, for example REST with JSON (XP-R4).
public protocol HTTPRequestHandler: Sendable {
    /// Returns true if this handler, and not the gRPC service, answers a request.
    ///
    /// Dispatch on the path first (XP-R5): a path that is handled here may still be answered 405 or 415.
    func handles(_ request: HTTPRequestHead) -> Bool

    /// Answers a request whose body is complete; called on the connection's event loop.
    ///
    /// The response may be sent later, on the same event loop (XP-R8).
    func respond(to request: HTTPRequestHead, body: ByteBuffer, exchange: HTTPServerExchange)
}
