/// A generator that gives the same numbers for the same seed on every machine (SplitMix64).
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts a sequence.
    ///
    /// - Parameters:
    ///   - seed: the run's seed.
    ///   - purpose: tells the sequences of one run apart, so that one does not shift another.
    public init(seed: UInt64, purpose: Purpose) {
        state = seed ^ (purpose.rawValue &* 0xd1b5_4a32_d192_ed03)
    }

    /// What a sequence is drawn for.
    public enum Purpose: UInt64, Sendable {
        /// The sizes and places of services.
        case mesh = 1
        /// Who subscribes to what.
        case subscriptions = 2
        /// What changes when.
        case changes = 3
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
