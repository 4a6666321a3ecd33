internal import Synchronization

/// How often caches knew an answer; safe to use from any thread.
public final class CacheUses: Sendable {
    private let hitCount = Atomic<Int>(0)
    private let missCount = Atomic<Int>(0)

    /// Answers that were known.
    public var hits: Int { hitCount.load(ordering: .relaxed) }

    /// Answers that had to be made.
    public var misses: Int { missCount.load(ordering: .relaxed) }

    func hit() { hitCount.wrappingAdd(1, ordering: .relaxed) }

    func miss() { missCount.wrappingAdd(1, ordering: .relaxed) }
}
