/// The error code of an RST_STREAM or GOAWAY frame.
///
/// Any 32-bit value is legal on the wire; the named ones are those of RFC 9113, section 7.
public struct HTTP2ErrorCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The code on the wire.
    public var rawValue: UInt32

    /// Makes a code from its value on the wire.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Graceful end.
    public static let noError = Self(rawValue: 0)
    /// Protocol violation by the peer.
    public static let protocolError = Self(rawValue: 1)
    /// Unexpected failure; Envoy normally ends an xDS stream with it.
    public static let internalError = Self(rawValue: 2)
    /// Flow control violation by the peer.
    public static let flowControlError = Self(rawValue: 3)
    /// Frame received after the end of its stream.
    public static let streamClosed = Self(rawValue: 5)
    /// Stream not processed; it may be retried.
    public static let refusedStream = Self(rawValue: 7)
    /// Stream no longer needed.
    public static let cancel = Self(rawValue: 8)
    /// Excessive load caused by the peer.
    public static let enhanceYourCalm = Self(rawValue: 11)

    /// The name of RFC 9113, or the number.
    public var description: String {
        switch self {
        case .noError: "NO_ERROR"
        case .protocolError: "PROTOCOL_ERROR"
        case .internalError: "INTERNAL_ERROR"
        case .flowControlError: "FLOW_CONTROL_ERROR"
        case .streamClosed: "STREAM_CLOSED"
        case .refusedStream: "REFUSED_STREAM"
        case .cancel: "CANCEL"
        case .enhanceYourCalm: "ENHANCE_YOUR_CALM"
        default: "error code \(rawValue)"
        }
    }
}
