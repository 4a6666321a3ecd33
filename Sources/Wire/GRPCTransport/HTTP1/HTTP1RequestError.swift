/// The rejection of an HTTP/1.1 request before it reaches a handler; the connection ends with the response.
struct HTTP1RequestError: Error, Hashable {
    /// The status of the response.
    let status: Int
    /// The reason for the rejection.
    let message: String

    init(_ status: Int, _ message: String) {
        self.status = status
        self.message = message
    }
}
