/// One entry of a SETTINGS frame.
public struct HTTP2Setting: Hashable, Sendable {
    /// The identifier on the wire (RFC 9113, section 6.5.2).
    public var identifier: UInt16
    /// The value on the wire.
    public var value: UInt32

    /// Makes a setting from its wire form.
    public init(identifier: UInt16, value: UInt32) {
        self.identifier = identifier
        self.value = value
    }

    /// Returns ENABLE_PUSH, 0 or 1.
    public static func enablePush(_ isEnabled: Bool) -> Self {
        Self(identifier: 2, value: isEnabled ? 1 : 0)
    }

    /// Returns MAX_CONCURRENT_STREAMS, in streams.
    public static func maxConcurrentStreams(_ count: Int) -> Self {
        Self(identifier: 3, value: UInt32(clamping: count))
    }

    /// Returns INITIAL_WINDOW_SIZE, in bytes a stream.
    public static func initialWindowSize(_ bytes: Int) -> Self {
        Self(identifier: 4, value: UInt32(clamping: bytes))
    }

    /// Returns MAX_HEADER_LIST_SIZE, in bytes, counted as in RFC 9113: name, value and 32 for each field.
    public static func maxHeaderListSize(_ bytes: Int) -> Self {
        Self(identifier: 6, value: UInt32(clamping: bytes))
    }
}
