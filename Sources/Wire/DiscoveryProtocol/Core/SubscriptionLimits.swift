/// The limits of one subscription.
public struct SubscriptionLimits: Hashable, Sendable {
    /// The largest number of distinct names that a client may subscribe to (XP-S14).
    public var maximumNames: Int
    /// The largest sum of the UTF-8 lengths of those names, in bytes (XP-S14).
    public var maximumNameBytes: Int
    /// The largest number of names in one response (XP-B8).
    public var maximumResourcesPerResponse: Int
    /// The size in bytes, by ``ResourceCatalog/encodedSize(of:)``, at which a response is closed.
    ///
    /// A larger resource is sent alone and never split (XP-B8, X-69).
    public var targetResponseBytes: Int

    /// Sets all limits; values below 1 count as 1.
    public init(
        maximumNames: Int = 100_000,
        maximumNameBytes: Int = 16 << 20,
        maximumResourcesPerResponse: Int = 10_000,
        targetResponseBytes: Int = 2 << 20
    ) {
        self.maximumNames = max(1, maximumNames)
        self.maximumNameBytes = max(1, maximumNameBytes)
        self.maximumResourcesPerResponse = max(1, maximumResourcesPerResponse)
        self.targetResponseBytes = max(1, targetResponseBytes)
    }

    /// Checks that a subscription of this many names and bytes is permitted.
    func check(names: Int, bytes: Int) throws(StreamRejection) {
        guard names <= maximumNames else {
            throw StreamRejection(
                code: .resourceExhausted,
                message: "too many resource names, expected at most \(maximumNames)"
            )
        }
        guard bytes <= maximumNameBytes else {
            throw StreamRejection(
                code: .resourceExhausted,
                message: "resource names too long, expected at most \(maximumNameBytes) bytes"
            )
        }
    }
}
