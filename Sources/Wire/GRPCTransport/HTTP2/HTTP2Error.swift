internal import CNghttp2

/// A failure of an HTTP/2 session.
public struct HTTP2Error: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of a failure.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case library
            case connection
            case submit
            case closed
        }

        private let kind: Kind

        /// nghttp2 could not allocate memory or was used incorrectly.
        public static let library = Code(kind: .library)
        /// The peer's bytes are not valid HTTP/2, or it flooded the session; the connection must end.
        public static let connection = Code(kind: .connection)
        /// A frame could not be queued: the stream or the connection is closed or closing.
        public static let submit = Code(kind: .submit)
        /// The connection is closed.
        public static let closed = Code(kind: .closed)

        /// The code's name.
        public var description: String { kind.rawValue }
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
