/// The reason for which a client rejects a resource.
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
    /// The invalid value, and the client's reaction to it.
    public let message: String

    /// The message.
    public var description: String { message }
}
