internal import NIOHTTP1

/// The head of a request of HTTP/1.x, and what it says about its connection.
struct HTTP1Request {
    /// The head in the terms that it has over HTTP/2 as well.
    let head: HTTPRequestHead
    /// Whether the connection may go on after the answer.
    let keepsAlive: Bool
    /// Whether the client has to be told that it goes on: HTTP/1.0 does not expect it.
    let isOld: Bool
    /// "content-length"; nil for a body in chunks, or none.
    let bodyLength: Int?
    /// Whether the client waits for "100 Continue" before it sends the body.
    let expectsContinue: Bool

    /// - Throws: ``HTTP1Refusal`` for a head that HTTP/1.1 forbids.
    init(_ request: NIOHTTP1.HTTPRequestHead) throws(HTTP1Refusal) {
        let headers = request.headers
        let hosts = headers["host"]
        isOld = request.version == .http1_0
        // RFC 9112 section 3.2.
        guard hosts.count == 1 || (isOld && hosts.isEmpty) else {
            throw HTTP1Refusal(400, "expected one host field")
        }
        let expectations = headers["expect"].map { $0.lowercased() }
        guard isOld || expectations.allSatisfy({ $0 == "100-continue" }) else {
            throw HTTP1Refusal(417, "expected no expectation but 100-continue")
        }
        expectsContinue = !isOld && !expectations.isEmpty
        bodyLength = headers.first(name: "content-length").flatMap { Int($0) }
        // The parser stops behind a request to go on with another protocol, which we do not.
        keepsAlive = request.isKeepAlive && !headers.contains(name: "upgrade") && request.method != .CONNECT
        let target = Self.target(request.uri)
        head = HTTPRequestHead(
            method: request.method.rawValue,
            path: target.path,
            authority: target.authority ?? hosts.first ?? "",
            fields: headers.map { HTTPField($0.name.lowercased(), $0.value) }
        )
    }

    /// A proxy's form of the target, "http://authority/path", names the authority itself (RFC 9112 section 3.2.2).
    private static func target(_ uri: String) -> (authority: String?, path: String) {
        for scheme in ["http://", "https://"] where uri.lowercased().hasPrefix(scheme) {
            let rest = uri.dropFirst(scheme.count)
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            let path = rest.dropFirst(authority.count)
            return (String(authority), path.hasPrefix("/") ? String(path) : "/" + path)
        }
        return (nil, uri)
    }
}
