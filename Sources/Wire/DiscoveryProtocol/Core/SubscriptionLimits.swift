/// Bounds for one subscription.
public struct SubscriptionLimits: Hashable, Sendable {
    /// The largest number of distinct names a client may subscribe to (XP-S14).
    public var maximumNames: Int
    /// The largest sum of the UTF-8 lengths of those names, in bytes (XP-S14).
    public var maximumNameBytes: Int
    /// The largest number of names in one response (XP-B8).
    public var maximumResourcesPerResponse: Int
    /// The size at which a response is closed, in bytes by ``ResourceCatalog/encodedSize(of:)``.
    ///
    /// A resource that is larger goes alone and is never split (XP-B8, X-69).
    public var targetResponseBytes: Int

    /// Sets all bounds; values below 1 count as 1.
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

    /// Says whether a subscription of that many names and bytes is allowed.
    func check(names: Int, bytes: Int) throws(Refusal) {
        guard names <= maximumNames else {
            throw Refusal(
                code: .resourceExhausted,
                message: "subscription has more than \(maximumNames) resource names"
            )
        }
        guard bytes <= maximumNameBytes else {
            throw Refusal(
                code: .resourceExhausted,
                message: "subscription has more than \(maximumNameBytes) bytes of resource names"
            )
        }
    }
}
