/// A request of HTTP/1.1 that is refused before anybody looks at what it asks for; the connection ends with the answer.
struct HTTP1Refusal: Error, Hashable {
    /// The status of the answer.
    let status: Int
    /// What was expected.
    let message: String

    init(_ status: Int, _ message: String) {
        self.status = status
        self.message = message
    }
}
