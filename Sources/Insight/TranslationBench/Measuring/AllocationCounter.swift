internal import CAllocationCounter
internal import Synchronization

/// Counts the allocations of Swift and of C libraries.
///
/// While it counts, the `malloc` entries of every loaded object refer to a counting function; they are restored
/// afterwards. Only
/// the calling thread is counted.
public enum AllocationCounter {
    /// The counted allocations.
    public struct Counts: Hashable, Sendable {
        /// The number of allocations; `realloc` counts each time.
        public let allocations: Int
        /// The number of requested bytes.
        public let bytes: Int
    }

    /// Serializes counting: there is one set of entries to exchange.
    private static let turn = Mutex(())

    /// Counts the allocations of a piece of work on this thread; returns `nil` where allocations cannot be counted.
    public static func count(_ work: () throws -> Void) rethrows -> Counts? {
        try turn.withLock { _ in
            let places = eds_allocation_counting_begin()
            var isOpen = true
            defer { if isOpen { _ = eds_allocation_counting_end() } }
            try work()
            let counts = eds_allocation_counting_end()
            isOpen = false
            return places > 0 ? Counts(allocations: Int(counts.allocations), bytes: Int(counts.bytes)) : nil
        }
    }
}
