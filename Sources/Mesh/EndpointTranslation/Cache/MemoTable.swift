internal import Synchronization

/// Values that are computed once per key on first use; safe to use from any thread.
final class MemoTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let values = Mutex<[Key: Value]>([:])
    private let maximumCount: Int

    /// Makes an empty table with a maximum number of keys.
    init(maximumCount: Int) { self.maximumCount = maximumCount }

    /// Returns the value of a key, or `nil` if the table is full of others.
    ///
    /// Computed outside of the lock, so that no thread waits for the work on another key; if two compute one, both get
    /// the first.
    func value<Failure: Error>(for key: Key, make: () throws(Failure) -> Value) throws(Failure) -> Value? {
        let (known, isFull) = values.withLock { ($0[key], $0.count >= maximumCount) }
        if let known { return known }
        guard !isFull else { return nil }
        let made = try make()
        return values.withLock { values in
            if let other = values[key] { return other }
            values[key] = made
            return made
        }
    }
}
