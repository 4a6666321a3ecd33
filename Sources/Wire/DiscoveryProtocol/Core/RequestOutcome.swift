/// The result of a request: its meaning and the responses to send.
public struct RequestOutcome: Hashable, Sendable {
    /// The meaning of a request with respect to earlier responses.
    public enum Verdict: Hashable, Sendable {
        /// No reply: the request only states names.
        case subscription
        /// The request accepts the response with its nonce (ACK).
        case acknowledged
        /// The request rejects the response with its nonce (NACK; XP-S11, XP-D15).
        case rejected(NackDetail)
        /// The request asks again for resources it has, with a nonce that was answered before (XP-S9).
        case refresh
        /// Its nonce is superseded, unknown or from another stream (XP-S12, XP-D1, X-104); worth counting.
        case stale
        /// As `stale`, with an `error_detail` that is worth logging (XP-S12).
        case staleRejection(NackDetail)
        /// The server must end the stream; the state is of no further use.
        case refused(StreamRejection)
    }

    /// The meaning of the request with respect to earlier responses.
    public let verdict: Verdict
    /// The names that the request subscribed to and that were not subscribed before, sorted; `*` for a wildcard.
    ///
    /// A server with an index from names to streams adds these first and then takes ``removed`` out.
    public let added: [String]
    /// The names that the request unsubscribed from, sorted; `*` for a wildcard.
    public let removed: [String]
    /// The responses to send, in this order.
    public let responses: [Response]

    /// Makes an outcome.
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
