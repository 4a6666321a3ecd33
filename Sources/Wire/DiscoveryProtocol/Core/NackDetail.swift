/// The `error_detail` of a request: the reason that a client rejected a response.
public struct NackDetail: Hashable, Sendable {
    /// The google.rpc status code.
    public let code: Int32
    /// The text that the client sent.
    public let message: String

    /// Makes a detail from the status that the client sent.
    public init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }
}
