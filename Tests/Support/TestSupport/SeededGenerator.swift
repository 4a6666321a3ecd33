/// A small random generator that yields the same numbers for the same seed everywhere.
///
/// SplitMix64, https://prng.di.unimi.it/splitmix64.c
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Starts with a seed.
    public init(seed: UInt64) { state = seed }

    /// Returns the next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Returns a number from 0 to just below the bound.
    public mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    /// Returns true with this probability in percent.
    public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// Returns one of several elements.
    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
