/// The response to a request.
enum TestAnswer: Sendable {
    case whole(status: Int, headers: [TestHeader] = [], body: String, isJSON: Bool = true)
    case trickle(body: String, bytes: Int, milliseconds: Int64)
    case truncated(body: String)
    case huge(bytes: Int)
    case close
    case hang
    /// A watch: the first lines; further ones are sent by the watcher.
    case watch(TestWatcher)

    struct TestHeader: Sendable {
        let name: String
        let value: String
    }

    /// Returns a `Status` with an error.
    static func status(_ code: Int, _ reason: String, _ message: String, retryAfter: Int? = nil) -> TestAnswer {
        .whole(
            status: code,
            headers: retryAfter.map { [TestHeader(name: "Retry-After", value: String($0))] } ?? [],
            body: failure(code, reason, message).line
        )
    }

    static func failure(_ code: Int, _ reason: String, _ message: String) -> TestJSON {
        [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
            "message": .string(message), "reason": .string(reason), "code": .number(String(code)),
        ]
    }
}
