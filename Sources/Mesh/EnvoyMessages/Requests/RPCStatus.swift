internal import CEnvoyAPI

/// A client's error in a response: the code and the text of a `google.rpc.Status`.
///
/// Its presence, not its content, makes a request a NACK.
public struct RPCStatus: Hashable, Sendable {
    /// A `google.rpc.Code`, as sent; any number.
    public var code: Int32

    /// The human-readable explanation: invalid UTF-8 is repaired, text after a NUL or beyond
    /// ``MessageLimits/errorTextBytes`` is lost.
    public var message: String

    /// Creates a status.
    public init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    /// Copies an unpacked status; nil if there is none.
    init?(_ status: UnsafePointer<Google__Rpc__Status>?, limits: MessageLimits) {
        guard let status else { return nil }
        let text = status.pointee.message.map { String(cString: $0) } ?? ""
        self.init(code: status.pointee.code, message: text, limits: limits)
    }

    /// Creates a status whose text is truncated to the limit.
    init(code: Int32, message: String, limits: MessageLimits) {
        self.code = code
        guard message.utf8.count > limits.errorTextBytes else {
            self.message = message
            return
        }
        // A character at the limit is omitted: repaired, it could make the text longer than the limit.
        var end = message.utf8.index(message.startIndex, offsetBy: limits.errorTextBytes)
        while end.samePosition(in: message.unicodeScalars) == nil { end = message.utf8.index(before: end) }
        self.message = String(message[..<end])
    }
}
