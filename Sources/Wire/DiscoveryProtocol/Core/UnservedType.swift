/// The sub-stream of a type that the server does not serve: recorded, with at most one empty response (XP-A6, X-62).
struct UnservedType: Sendable {
    private let isAnsweredEmpty: Bool
    private var nonces: NonceSequence
    private var isFirst = true
    private(set) var nameCount = 0

    init(isAnsweredEmpty: Bool, noncePrefix: String) {
        self.isAnsweredEmpty = isAnsweredEmpty
        nonces = NonceSequence(prefix: noncePrefix)
    }

    mutating func receive(_ request: some SubscriptionRequest) -> RequestOutcome {
        defer { isFirst = false }
        nameCount = request.nameCount
        if let detail = request.error {
            return RequestOutcome(
                nonces.ordinal(of: request.nonce) == nil ? .staleRejection(detail) : .rejected(detail)
            )
        }
        guard request.nonce.isEmpty else {
            return RequestOutcome(nonces.ordinal(of: request.nonce) == nil ? .stale : .acknowledged)
        }
        guard isFirst, isAnsweredEmpty, request.asksForEverything else { return RequestOutcome(.subscription) }
        let response = Response(
            cause: .request,
            nonce: nonces.next(),
            versionInfo: VersionDigest().version.description
        )
        return RequestOutcome(.subscription, responses: [response])
    }
}
