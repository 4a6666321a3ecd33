/// How one kind of one cluster is doing.
struct ReflectorRecord: Sendable {
    /// Where the kind stands.
    enum Standing: Hashable, Sendable {
        /// It was not listed yet.
        case pending
        /// It was listed, and is followed.
        case listed
        /// The server does not permit it.
        case forbidden
        /// It is not installed.
        case absent
    }

    var standing = Standing.pending
    /// How many objects there are.
    var objects = 0
    var relists = 0
    var reconnects = 0
    /// What is wrong; nil when nothing is.
    var failure: KubernetesError?
    /// When the server was heard last, in milliseconds since 1970; 0 for never.
    var lastHeard: Int64 = 0
    /// When the last complete list came.
    var lastListed: Int64 = 0
}
