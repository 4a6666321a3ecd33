internal import Synchronization

/// What became different since somebody last looked; safe to use from any thread.
///
/// However much happens, it is a few bits: whoever looks asks for the rest.
public final class ServerActivity: Sendable {
    /// What may be different.
    public struct Topics: OptionSet, Hashable, Sendable {
        /// A bit for each topic.
        public let rawValue: UInt8

        /// Makes a set of its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Which clients there are, and what they have.
        public static let clients = Topics(rawValue: 1)
        /// What was sent, and what was acknowledged.
        public static let pushes = Topics(rawValue: 2)
        /// What clients refused.
        public static let rejections = Topics(rawValue: 4)
        /// The mesh.
        public static let mesh = Topics(rawValue: 8)
        /// Sources.
        public static let sources = Topics(rawValue: 16)
    }

    private let bits = Atomic<UInt8>(0)

    /// Nothing happened yet.
    public init() {}

    /// Something may be different.
    public func note(_ topics: Topics) {
        // Thousands of streams say the same thing: reading keeps the memory shared, writing would not.
        let known = bits.load(ordering: .relaxed)
        guard known & topics.rawValue != topics.rawValue else { return }
        bits.bitwiseOr(topics.rawValue, ordering: .relaxed)
    }

    /// What may be different since the last call.
    public func take() -> Topics { Topics(rawValue: bits.exchange(0, ordering: .relaxed)) }
}
