internal import Synchronization

/// Values that are made once for each key, when they are first asked for; safe to use from any thread.
final class OnceTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let values = Mutex<[Key: Value]>([:])
    private let maximumCount: Int

    /// Makes an empty table that takes up to so many keys.
    init(maximumCount: Int) { self.maximumCount = maximumCount }

    /// The value of a key; nil when the table is full of others.
    ///
    /// Made outside the lock, so that nobody waits for the work on another key; of two that make one, all get the first.
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
