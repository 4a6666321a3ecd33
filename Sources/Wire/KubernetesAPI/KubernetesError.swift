/// Why an API server could not be asked, or what it answered instead of what was asked for.
public struct KubernetesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Credentials cannot be got: a file, a Secret or a plugin is at fault.
        case credentials
        /// No connection came about.
        case unreachable
        /// The server does not prove who it is, or takes our certificate for none.
        case tls
        /// The server does not know who asks (401).
        case unauthorized
        /// The server knows who asks, and that it may not (403).
        case forbidden
        /// There is nothing under the path (404).
        case absent
        /// The resource version is too old, or the server was set back to an older state (410).
        case expired
        /// The server asks for patience (429).
        case throttled
        /// The server failed, or refused for another reason.
        case server
        /// The server said nothing for longer than it may.
        case silent
        /// The connection ended in the middle of an answer.
        case interrupted
        /// The answer is larger than it may be.
        case limit
        /// The answer is not what an API server says.
        case malformed
    }

    /// The kind of trouble.
    public let code: Code
    /// What was found, and what was expected; never with credentials.
    public let message: String
    /// The HTTP status; 0 when there was none.
    public let status: Int
    /// How long the server asked to wait.
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
