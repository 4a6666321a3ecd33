/// How a call ended: a code and a message for people.
public struct GRPCStatus: Hashable, Sendable {
    /// The status codes of gRPC; the raw value is the number on the wire.
    public enum Code: Int, Hashable, Sendable, CaseIterable {
        /// Success.
        case ok = 0
        /// The caller gave up.
        case cancelled = 1
        /// Anything else, or an unknown number from the peer.
        case unknown = 2
        /// The request cannot be right, whatever the server's state.
        case invalidArgument = 3
        /// The deadline passed.
        case deadlineExceeded = 4
        /// No such thing.
        case notFound = 5
        /// It exists already.
        case alreadyExists = 6
        /// This caller may not do that.
        case permissionDenied = 7
        /// A limit was reached, for example the size of a message (XP-H18).
        case resourceExhausted = 8
        /// The server's state forbids it.
        case failedPrecondition = 9
        /// Lost to a concurrent change.
        case aborted = 10
        /// Past the end.
        case outOfRange = 11
        /// No such service or method (XP-H14).
        case unimplemented = 12
        /// Broken framing or an internal fault (XP-H17, XP-H19, XP-H20).
        case `internal` = 13
        /// Try again, here or elsewhere.
        case unavailable = 14
        /// Lost data.
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

    /// Success without a message.
    public static let ok = Self(.ok)

    /// Reads the status of trailers; nil when there is no `grpc-status`.
    public init?(fields: [HTTPField]) {
        guard let number = fields.firstValue(of: "grpc-status") else { return nil }
        self.init(
            Int(number).flatMap(Code.init(rawValue:)) ?? .unknown,
            fields.firstValue(of: "grpc-message").map(GRPCMessageEncoding.decode) ?? ""
        )
    }
}
