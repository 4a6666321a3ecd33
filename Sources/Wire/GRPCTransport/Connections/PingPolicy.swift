internal import NIOCore

/// The count of PINGs that a client sends too often (XP-H51).
struct PingPolicy {
    private let minInterval: TimeAmount
    private let maxStrikes: Int
    private var lastPing: NIODeadline?
    private var strikes = 0

    init(minInterval: TimeAmount, maxStrikes: Int) {
        self.minInterval = minInterval
        self.maxStrikes = maxStrikes
    }

    /// Records a PING and returns true if the connection may stay open.
    mutating func receivedPing(at now: NIODeadline) -> Bool {
        defer { lastPing = now }
        guard let lastPing, now < lastPing + minInterval else { return true }
        strikes += 1
        return strikes <= maxStrikes
    }

    /// Records that HEADERS or DATA was sent: clients ping after traffic to estimate the bandwidth.
    mutating func sentStreamFrame() {
        strikes = 0
        lastPing = nil
    }
}
