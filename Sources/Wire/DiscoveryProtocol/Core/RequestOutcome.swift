/// The `error_detail` of a request: why a client refused a response.
public struct NackDetail: Hashable, Sendable {
    /// The google.rpc status code.
    public let code: Int32
    /// What the client wrote.
    public let message: String

    /// Holds a status as the client sent it.
    public init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }
}

/// Why the server ends the stream instead of answering.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The gRPC status to end the stream with.
    public enum Code: Hashable, Sendable {
        /// RESOURCE_EXHAUSTED (8): a limit of the subscription is exceeded (XP-S14, X-100).
        case resourceExhausted
        /// INVALID_ARGUMENT (3): the request cannot be understood (XP-A2).
        case invalidArgument
    }

    /// The gRPC status to end the stream with.
    public let code: Code
    /// What was found and what was expected, for `grpc-message`.
    public let message: String

    /// The message, for logs.
    public var description: String { message }
}

/// What a request was, and what to send because of it.
public struct RequestOutcome: Hashable, Sendable {
    /// What a request said about the responses before it.
    public enum Verdict: Hashable, Sendable {
        /// Nothing: it only states names.
        case subscription
        /// It accepts the response that its nonce names.
        case acknowledged
        /// It refuses the response that its nonce names (XP-S11, XP-D15).
        case rejected(NackDetail)
        /// It asks once more for what it has, with a nonce that was answered before (XP-S9).
        case refresh
        /// Its nonce is superseded, unknown or from elsewhere (XP-S12, XP-D1, X-104); worth counting.
        case stale
        /// As `stale`, with an `error_detail` that is worth logging (XP-S12).
        case staleRejection(NackDetail)
        /// The server must end the stream; the state is of no further use.
        case refused(Refusal)
    }

    /// What the request said about the responses before it.
    public let verdict: Verdict
    /// Names that the request subscribed to and that were not subscribed before, sorted; `*` for a wildcard.
    ///
    /// A server that keeps an index from names to streams adds these first and then takes ``removed`` out.
    public let added: [String]
    /// Names that the request gave up, sorted; `*` for a wildcard.
    public let removed: [String]
    /// What to send, in this order.
    public let responses: [Response]

    /// Describes an outcome.
    public init(
        _ verdict: Verdict,
        added: [String] = [],
        removed: [String] = [],
        responses: [Response] = []
    ) {
        self.verdict = verdict
        self.added = added.sorted()
        self.removed = removed.sorted()
        self.responses = responses
    }
}
