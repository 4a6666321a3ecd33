internal import CNghttp2

/// A failure of an HTTP/2 session.
public struct HTTP2Error: Error, Sendable, CustomStringConvertible {
    /// What failed.
    public enum Code: Hashable, Sendable {
        /// nghttp2 could not allocate or was used against its rules.
        case library
        /// The peer's bytes cannot be HTTP/2, or it flooded the session; the connection must end.
        case connection
        /// A frame could not be queued: the stream or the connection is closed or closing.
        case submit
        /// The connection is closed.
        case closed
    }

    /// What failed.
    public var code: Code
    /// What was expected.
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
    /// Equal codes make equal errors; the message is for people.
    public static func == (lhs: Self, rhs: Self) -> Bool { lhs.code == rhs.code }
}
