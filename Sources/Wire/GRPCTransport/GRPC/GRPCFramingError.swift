/// Why a stream's bytes are not gRPC messages.
struct GRPCFramingError: Error, Hashable, Sendable {
    enum Code: Hashable, Sendable {
        /// Flag 1: compressed (H-17).
        case compressed
        /// Another flag than 0 and 1 (H-17).
        case invalidFlag
        /// The length field is over the limit (H-18).
        case tooLong
        /// The stream ended inside a message (H-19).
        case truncated
    }

    var code: Code
    var message: String

    /// The status that ends the stream.
    ///
    /// - Parameter encoding: the request's `grpc-encoding`: a compressed message is a fault of the peer when it
    ///   named no coding, and a missing feature of this server when it did (H-17).
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
