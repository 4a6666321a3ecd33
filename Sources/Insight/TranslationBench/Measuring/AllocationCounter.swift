internal import CAllocationCounter
internal import Synchronization

/// Counts the allocations of a piece of work: those of Swift, and those of the C libraries below it.
///
/// For as long as it counts, every loaded object's own entry for `malloc` and its kin leads to a counting function; before
/// and after, the program is as it was. Only the calling thread is counted.
public enum AllocationCounter {
    /// What was counted.
    public struct Counts: Hashable, Sendable {
        /// How often memory was asked for; `realloc` counts each time.
        public let allocations: Int
        /// How many bytes were asked for.
        public let bytes: Int
    }

    /// There is one set of entries to exchange.
    private static let turn = Mutex(())

    /// Counts what a piece of work allocates on this thread; nil where allocations cannot be counted.
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
