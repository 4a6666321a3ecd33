/// The failure of a request to an API server.
public struct KubernetesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of a failure.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case credentials
            case unreachable
            case tls
            case unauthorized
            case forbidden
            case absent
            case expired
            case throttled
            case server
            case silent
            case interrupted
            case limit
            case malformed
        }

        private let kind: Kind

        /// The credentials are not available, because of a file, a Secret or a plugin.
        public static let credentials = Code(kind: .credentials)
        /// The connection failed.
        public static let unreachable = Code(kind: .unreachable)
        /// The server's certificate is not valid, or the server rejected ours.
        public static let tls = Code(kind: .tls)
        /// The server rejected the credentials (401).
        public static let unauthorized = Code(kind: .unauthorized)
        /// The server does not permit the request (403).
        public static let forbidden = Code(kind: .forbidden)
        /// The path does not exist (404).
        public static let absent = Code(kind: .absent)
        /// The resource version is too old, or the server was restored to an older state (410).
        public static let expired = Code(kind: .expired)
        /// The server limits the request rate (429).
        public static let throttled = Code(kind: .throttled)
        /// The server failed, or rejected the request for another reason.
        public static let server = Code(kind: .server)
        /// The server sent no data for too long.
        public static let silent = Code(kind: .silent)
        /// The connection ended during a response.
        public static let interrupted = Code(kind: .interrupted)
        /// The response is too large.
        public static let limit = Code(kind: .limit)
        /// The response is not valid for an API server.
        public static let malformed = Code(kind: .malformed)

        /// The code's name.
        public var description: String { kind.rawValue }
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
