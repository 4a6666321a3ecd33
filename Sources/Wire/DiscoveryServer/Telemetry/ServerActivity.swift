internal import Synchronization

/// The topics that changed since the last read; safe to use from any thread.
///
/// However much changes, it is a few bits: the reader queries the details.
public final class ServerActivity: Sendable {
    /// The topics that may have changed.
    public struct Topics: OptionSet, Hashable, Sendable {
        /// A bit for each topic.
        public let rawValue: UInt8

        /// Makes a set of its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The clients, and their resources.
        public static let clients = Topics(rawValue: 1)
        /// The responses sent and acknowledged.
        public static let pushes = Topics(rawValue: 2)
        /// The rejections by clients.
        public static let rejections = Topics(rawValue: 4)
        /// The mesh.
        public static let mesh = Topics(rawValue: 8)
        /// The sources.
        public static let sources = Topics(rawValue: 16)
    }

    private let bits = Atomic<UInt8>(0)

    /// Makes an instance without changes.
    public init() {}

    /// Records that topics may have changed.
    public func record(_ topics: Topics) {
        // Thousands of streams record the same topic: a read keeps the cache line shared, a write would not.
        let known = bits.load(ordering: .relaxed)
        guard known & topics.rawValue != topics.rawValue else { return }
        bits.bitwiseOr(topics.rawValue, ordering: .relaxed)
    }

    /// Returns and clears the topics that may have changed since the last call.
    public func take() -> Topics { Topics(rawValue: bits.exchange(0, ordering: .relaxed)) }
}
