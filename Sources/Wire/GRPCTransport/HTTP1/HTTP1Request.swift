internal import NIOHTTP1

/// The head of an HTTP/1.x request, with its connection options.
struct HTTP1Request {
    /// The head in the same form as over HTTP/2.
    let head: HTTPRequestHead
    /// A Boolean value that indicates whether the connection may stay open after the response.
    let keepsAlive: Bool
    /// A Boolean value that indicates whether the response must announce keep-alive, which HTTP/1.0 clients do not
    /// assume.
    let isOld: Bool
    /// The value of "content-length"; nil for a chunked body, or none.
    let bodyLength: Int?
    /// A Boolean value that indicates whether the client waits for "100 Continue" before it sends the body.
    let expectsContinue: Bool

    /// - Throws: ``HTTP1RequestError`` for a head that HTTP/1.1 forbids.
    init(_ request: NIOHTTP1.HTTPRequestHead) throws(HTTP1RequestError) {
        let headers = request.headers
        let hosts = headers["host"]
        isOld = request.version == .http1_0
        // RFC 9112 section 3.2.
        guard hosts.count == 1 || (isOld && hosts.isEmpty) else {
            throw HTTP1RequestError(400, "invalid host, expected one host field")
        }
        let expectations = headers["expect"].map { $0.lowercased() }
        guard isOld || expectations.allSatisfy({ $0 == "100-continue" }) else {
            throw HTTP1RequestError(417, "unsupported expectation, expected 100-continue")
        }
        expectsContinue = !isOld && !expectations.isEmpty
        bodyLength = headers.first(name: "content-length").flatMap { Int($0) }
        // The parser stops after a request to switch to another protocol, which is not supported.
        keepsAlive = request.isKeepAlive && !headers.contains(name: "upgrade") && request.method != .CONNECT
        let target = Self.target(request.uri)
        head = HTTPRequestHead(
            method: request.method.rawValue,
            path: target.path,
            authority: target.authority ?? hosts.first ?? "",
            fields: headers.map { HTTPField($0.name.lowercased(), $0.value) }
        )
    }

    /// Splits a target; the form for proxies, "http://authority/path", contains the authority (RFC 9112 section 3.2.2).
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
