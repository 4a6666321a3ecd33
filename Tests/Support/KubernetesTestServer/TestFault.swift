/// What the server does wrong.
public enum TestFault: Hashable, Sendable {
    /// Answers with a `Status`.
    case status(Int, reason: String = "", message: String = "", retryAfter: Int? = nil)
    /// Answers with a body of its own.
    case body(String, status: Int = 200)
    /// Closes the connection instead of answering.
    case close
    /// Does not answer.
    case hang
    /// Sends the right answer in small pieces, with a pause after each.
    case trickle(bytes: Int, milliseconds: Int64)
    /// Closes the connection in the middle of the right answer.
    case truncated
    /// Sends spaces without an end, as many bytes.
    case huge(bytes: Int)
    /// Agrees to a watch and sends these lines, and nothing else.
    case watchLines([String])
}
