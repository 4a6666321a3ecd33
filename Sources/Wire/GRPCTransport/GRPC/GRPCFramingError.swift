/// Why a stream's bytes are not gRPC messages.
struct GRPCFramingError: Error, Hashable, Sendable {
    enum Code: Hashable, Sendable {
        /// Flag 1: compressed (XP-H17).
        case compressed
        /// Another flag than 0 and 1 (XP-H17).
        case invalidFlag
        /// The length field is over the limit (XP-H18).
        case tooLong
        /// The stream ended inside a message (XP-H19).
        case truncated
    }

    var code: Code
    var message: String

    /// The status that ends the stream.
    ///
    /// - Parameter encoding: the request's `grpc-encoding`: a compressed message is a fault of the peer when it
    ///   named no coding, and a missing feature of this server when it did (XP-H17).
    func status(encoding: String?) -> GRPCStatus {
        switch code {
        case .compressed:
            guard let encoding, encoding != "identity" else { return GRPCStatus(.internal, message) }
            return GRPCStatus(.unimplemented, "expected messages without compression, not \(encoding)")
        case .invalidFlag, .truncated:
            return GRPCStatus(.internal, message)
        case .tooLong:
            return GRPCStatus(.resourceExhausted, message)
        }
    }
}
