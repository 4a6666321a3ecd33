/// A fault of the server.
public enum TestFault: Hashable, Sendable {
    /// Responds with a `Status`.
    case status(Int, reason: String = "", message: String = "", retryAfter: Int? = nil)
    /// Responds with this body.
    case body(String, status: Int = 200)
    /// Closes the connection instead of responding.
    case close
    /// Does not respond.
    case hang
    /// Sends the correct response in small parts, with a pause after each.
    case trickle(bytes: Int, milliseconds: Int64)
    /// Closes the connection within the correct response.
    case truncated
    /// Sends this number of spaces, without an end.
    case huge(bytes: Int)
    /// Responds to lists with pages of new objects, and always with a continue token: each time another one, or the same.
    case endlessPages(repeatsToken: Bool)
    /// Accepts a watch and sends only these lines.
    case watchLines([String])
}
