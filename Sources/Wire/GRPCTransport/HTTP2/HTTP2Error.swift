internal import CNghttp2

/// A failure of an HTTP/2 session.
public struct HTTP2Error: Error, Sendable, CustomStringConvertible {
    /// The kind of a failure.
    public enum Code: Hashable, Sendable {
        /// nghttp2 could not allocate memory or was used incorrectly.
        case library
        /// The peer's bytes are not valid HTTP/2, or it flooded the session; the connection must end.
        case connection
        /// A frame could not be queued: the stream or the connection is closed or closing.
        case submit
        /// The connection is closed.
        case closed
    }

    /// The kind of the failure.
    public var code: Code
    /// The operation that failed, and the reason.
    public var message: String

    /// Makes an error.
    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    init(code: Code, during operation: String, library: Int) {
        let text = String(cString: nghttp2_strerror(Int32(clamping: library)))
        self.init(code: code, message: "\(operation): \(text)")
    }

    /// The code and the message.
    public var description: String { "HTTP/2 \(code): \(message)" }
}

extension HTTP2Error: Equatable {
    /// Compares the codes only; the message is human-readable text.
    public static func == (lhs: Self, rhs: Self) -> Bool { lhs.code == rhs.code }
}
