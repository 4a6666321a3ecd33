/// The failure of a request to an API server.
public struct KubernetesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of a failure.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The credentials are not available, because of a file, a Secret or a plugin.
        case credentials
        /// The connection failed.
        case unreachable
        /// The server's certificate is not valid, or the server rejected ours.
        case tls
        /// The server rejected the credentials (401).
        case unauthorized
        /// The server does not permit the request (403).
        case forbidden
        /// The path does not exist (404).
        case absent
        /// The resource version is too old, or the server was restored to an older state (410).
        case expired
        /// The server limits the request rate (429).
        case throttled
        /// The server failed, or rejected the request for another reason.
        case server
        /// The server sent no data for too long.
        case silent
        /// The connection ended during a response.
        case interrupted
        /// The response is too large.
        case limit
        /// The response is not valid for an API server.
        case malformed
    }

    /// The kind of the failure.
    public let code: Code
    /// The message, with what was found and what was expected; never contains credentials.
    public let message: String
    /// The HTTP status; 0 if there was none.
    public let status: Int
    /// The wait that the server requested.
    public let retryAfter: Duration?

    /// Makes an error.
    public init(_ code: Code, _ message: String, status: Int = 0, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.status = status
        self.retryAfter = retryAfter
    }

    /// The message.
    public var description: String { message }
}
