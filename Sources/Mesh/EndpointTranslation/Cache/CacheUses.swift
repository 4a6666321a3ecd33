internal import Synchronization

/// The statistics of caches; safe to use from any thread.
public final class CacheUses: Sendable {
    private let hitCount = Atomic<Int>(0)
    private let missCount = Atomic<Int>(0)

    /// The number of cache hits.
    public var hits: Int { hitCount.load(ordering: .relaxed) }

    /// The number of cache misses.
    public var misses: Int { missCount.load(ordering: .relaxed) }

    func hit() { hitCount.wrappingAdd(1, ordering: .relaxed) }

    func miss() { missCount.wrappingAdd(1, ordering: .relaxed) }
}
