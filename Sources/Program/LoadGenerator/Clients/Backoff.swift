/// The reconnection delay of an Envoy: at first half a second, doubled each time, with full jitter (XP-E23).
struct Backoff: Sendable {
    private static let first: Int64 = 500_000_000
    private static let longest: Int64 = 30_000_000_000
    private var bound = Self.first

    /// Returns the next delay, in nanoseconds.
    mutating func next(_ random: inout some RandomNumberGenerator) -> Int64 {
        defer { bound = min(bound * 2, Self.longest) }
        return Int64.random(in: 0...bound, using: &random)
    }

    /// Resets the delay after a success.
    mutating func reset() { bound = Self.first }
}
