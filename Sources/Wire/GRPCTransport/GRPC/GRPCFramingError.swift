/// The reason that a stream's bytes are not gRPC messages.
struct GRPCFramingError: Error, Hashable, Sendable {
    enum Code: Hashable, Sendable {
        /// Flag 1: compressed (XP-H17).
        case compressed
        /// A flag other than 0 and 1 (XP-H17).
        case invalidFlag
        /// The length field exceeds the limit (XP-H18).
        case tooLong
        /// The stream ended inside a message (XP-H19).
        case truncated
    }

    var code: Code
    var message: String

    /// Returns the status that ends the stream.
    ///
    /// - Parameter encoding: the request's `grpc-encoding`. A compressed message is the peer's error if it named no
    ///   coding, and an unsupported feature of this server if it did (XP-H17).
    func status(encoding: String?) -> GRPCStatus {
        switch code {
        case .compressed:
            guard let encoding, encoding != "identity" else { return GRPCStatus(.internal, message) }
            return GRPCStatus(.unimplemented, "unsupported coding \(encoding): send messages uncompressed")
        case .invalidFlag, .truncated:
            return GRPCStatus(.internal, message)
        case .tooLong:
            return GRPCStatus(.resourceExhausted, message)
        }
    }
}
