/// How a request is answered.
enum TestAnswer: Sendable {
    case whole(status: Int, headers: [TestHeader] = [], body: String, isJSON: Bool = true)
    case trickle(body: String, bytes: Int, milliseconds: Int64)
    case truncated(body: String)
    case huge(bytes: Int)
    case close
    case hang
    /// A watch: first lines, and whatever follows goes to the watcher.
    case watch(TestWatcher)

    struct TestHeader: Sendable {
        let name: String
        let value: String
    }

    /// A `Status` that says what is wrong.
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
