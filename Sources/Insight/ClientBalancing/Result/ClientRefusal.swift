/// The reason for which a client rejects a resource.
public struct ClientRefusal: Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case policy
            case assignment
            case discovery
        }

        private let kind: Kind

        /// The cluster's policy is none that the client has.
        public static let policy = Code(kind: .policy)
        /// The assignment breaks a rule of the client.
        public static let assignment = Code(kind: .assignment)
        /// The cluster does not get its hosts by EDS.
        public static let discovery = Code(kind: .discovery)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of trouble.
    public let code: Code
    /// The invalid value, and the client's reaction to it.
    public let message: String

    /// The message.
    public var description: String { message }
}
