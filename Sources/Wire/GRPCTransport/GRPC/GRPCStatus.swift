/// The status of a call: a code and a human-readable message.
public struct GRPCStatus: Hashable, Sendable {
    /// The status codes of gRPC; the raw value is the number on the wire.
    public enum Code: Int, Hashable, Sendable, CaseIterable {
        /// Success.
        case ok = 0
        /// The caller cancelled the call.
        case cancelled = 1
        /// Any other error, or an unknown number from the peer.
        case unknown = 2
        /// The request is invalid, whatever the server's state.
        case invalidArgument = 3
        /// The deadline passed.
        case deadlineExceeded = 4
        /// The requested object does not exist.
        case notFound = 5
        /// The object already exists.
        case alreadyExists = 6
        /// The caller has no permission.
        case permissionDenied = 7
        /// A limit was reached, for example the size of a message (XP-H18).
        case resourceExhausted = 8
        /// The server's state does not permit the request.
        case failedPrecondition = 9
        /// The request conflicts with a concurrent change.
        case aborted = 10
        /// The request is past the end of the valid range.
        case outOfRange = 11
        /// Unknown service or method (XP-H14).
        case unimplemented = 12
        /// Invalid framing or an internal fault (XP-H17, XP-H19, XP-H20).
        case `internal` = 13
        /// The server is unavailable; retry, here or elsewhere.
        case unavailable = 14
        /// Unrecoverable data loss.
        case dataLoss = 15
        /// No valid credentials.
        case unauthenticated = 16
    }

    /// The code.
    public var code: Code
    /// The message, not yet percent-encoded.
    public var message: String

    /// Makes a status.
    public init(_ code: Code, _ message: String = "") {
        self.code = code
        self.message = message
    }

    /// The status of a success, without a message.
    public static let ok = Self(.ok)

    /// Reads the status from trailers; nil if there is no `grpc-status`.
    public init?(fields: [HTTPField]) {
        guard let number = fields.firstValue(of: "grpc-status") else { return nil }
        self.init(
            Int(number).flatMap(Code.init(rawValue:)) ?? .unknown,
            fields.firstValue(of: "grpc-message").map(GRPCMessageEncoding.decode) ?? ""
        )
    }
}
