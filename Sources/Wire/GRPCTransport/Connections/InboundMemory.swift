internal import NIOConcurrencyHelpers

/// The received bytes that the connections of a server hold in incomplete or withheld messages and bodies; safe to use
/// from any thread.
final class InboundMemory: Sendable {
    private let bytes = NIOLockedValueBox(0)
    private let maximumBytes: Int

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// The sum of all connections.
    var byteCount: Int { bytes.withLockedValue { $0 } }

    /// Adds a change of one connection's bytes.
    ///
    /// - Returns: true if the sum is above the maximum.
    @discardableResult
    func add(_ change: Int) -> Bool {
        bytes.withLockedValue { bytes in
            bytes += change
            return bytes > maximumBytes
        }
    }
}
