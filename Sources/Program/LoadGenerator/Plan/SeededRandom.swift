/// A random generator with the same numbers for the same seed on every machine (SplitMix64).
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts a sequence.
    ///
    /// - Parameters:
    ///   - seed: the run's seed.
    ///   - purpose: the purpose; each has its own sequence, so that one does not shift another.
    public init(seed: UInt64, purpose: Purpose) {
        state = seed ^ (purpose.rawValue &* 0xd1b5_4a32_d192_ed03)
    }

    /// The purpose of a sequence.
    public enum Purpose: UInt64, Sendable {
        /// The sizes and places of services.
        case mesh = 1
        /// The clients' subscriptions.
        case subscriptions = 2
        /// The schedule of changes.
        case changes = 3
    }

    /// Returns the next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
