internal import NIOHTTP1
internal import TextFormats

/// A response.
struct AdminResponse: Sendable {
    var status: HTTPResponseStatus
    var contentType: String
    var body: [UInt8]
    var fields: [(String, String)] = []

    init(_ status: HTTPResponseStatus = .ok, contentType: String, _ body: some Sequence<UInt8>) {
        self.status = status
        self.contentType = contentType
        self.body = Array(body)
    }

    /// Returns JSON, indented for human readers.
    static func json(_ value: JSONValue, _ status: HTTPResponseStatus = .ok) -> AdminResponse {
        AdminResponse(status, contentType: "application/json; charset=utf-8", (value.text(pretty: true) + "\n").utf8)
    }

    /// Returns plain text.
    static func text(_ text: String, _ status: HTTPResponseStatus = .ok) -> AdminResponse {
        AdminResponse(status, contentType: "text/plain; charset=utf-8", (text + "\n").utf8)
    }

    /// Returns an error as JSON.
    static func error(_ status: HTTPResponseStatus, _ message: String) -> AdminResponse {
        json(.members(["error": .string(message)]), status)
    }

    /// The permissions of a browser.
    var contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    /// The fields of every response: it must not be cached, framed, or interpreted as another type.
    static let securityFields: [(String, String)] = [
        ("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"), ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"), ("cache-control", "no-store"),
    ]
}
