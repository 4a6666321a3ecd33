/// How long an Envoy waits before it tries again: half a second at first, twice as long each time, with full jitter
/// (XP-E23).
struct Backoff: Sendable {
    private static let first: Int64 = 500_000_000
    private static let longest: Int64 = 30_000_000_000
    private var bound = Self.first

    /// The next wait, in nanoseconds.
    mutating func next(_ random: inout some RandomNumberGenerator) -> Int64 {
        defer { bound = min(bound * 2, Self.longest) }
        return Int64.random(in: 0...bound, using: &random)
    }

    /// Begins anew after a success.
    mutating func reset() { bound = Self.first }
}
