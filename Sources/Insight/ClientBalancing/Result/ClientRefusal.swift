/// Why a client does not take a resource.
public struct ClientRefusal: Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble.
    public enum Code: String, Hashable, Sendable {
        /// The cluster's policy is none that the client has.
        case policy
        /// The assignment breaks a rule of the client.
        case assignment
        /// The cluster does not get its hosts by EDS.
        case discovery
    }

    /// The kind of trouble.
    public let code: Code
    /// What was found, and what the client makes of it.
    public let message: String

    /// The message.
    public var description: String { message }
}
