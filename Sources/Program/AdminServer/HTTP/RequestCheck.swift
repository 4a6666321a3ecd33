internal import MeshModel
internal import NIOHTTP1

/// Checks requests before they are routed.
struct RequestCheck: Sendable {
    /// The maximum length of the path with its parameters, in bytes.
    static let maximumURILength = 8_192

    /// A Boolean value that indicates whether the server listens on a loopback address, and so only for this machine.
    let isLoopback: Bool
    /// A Boolean value that indicates whether `POST /push` is allowed.
    var allowsPush = false

    /// Returns the rejection of a request, or `nil`.
    func rejection(of head: HTTPRequestHead) -> AdminResponse? {
        let isPush = allowsPush && head.method == .POST && AdminRequest(head).path == AdminRoutes.push
        guard isPush || head.method == .GET || head.method == .HEAD else {
            var response = AdminResponse.error(
                .methodNotAllowed,
                "\(head.method) is not supported, expected GET or HEAD"
            )
            response.fields = [("allow", "GET, HEAD")]
            return response
        }
        guard head.uri.utf8.count <= Self.maximumURILength else {
            return .error(.uriTooLong, "expected at most \(Self.maximumURILength) bytes of path and parameters")
        }
        guard head.headers["transfer-encoding"].isEmpty, head.headers["content-length"].allSatisfy({ $0 == "0" }) else {
            return .error(.payloadTooLarge, "unexpected request body")
        }
        let site = head.headers.first(name: "sec-fetch-site") ?? "none"
        guard !isPush || site == "same-origin" || site == "none" else { return Self.foreign }
        guard isLoopback else { return nil }
        // Any web site can let its name resolve to this address; the browser still sends the requested name.
        let host = head.headers.first(name: "host") ?? ""
        guard Self.isLocal(host) else {
            return .error(
                .misdirectedRequest,
                "host \"\(host.prefix(256))\" is not allowed, expected localhost or a loopback address"
            )
        }
        // Requests of other sites are refused.
        guard site == "same-origin" || site == "none" || Self.isNavigation(head) else { return Self.foreign }
        return nil
    }

    private static var foreign: AdminResponse { .error(.forbidden, "cross-site requests are not allowed") }

    /// Returns a Boolean value that indicates whether the request follows a link to the page itself.
    private static func isNavigation(_ head: HTTPRequestHead) -> Bool {
        head.headers.first(name: "sec-fetch-mode") == "navigate"
            && head.headers.first(name: "sec-fetch-dest") == "document"
    }

    /// Returns a Boolean value that indicates whether a `Host` field names this machine by a local name or address.
    static func isLocal(_ host: String) -> Bool {
        var name = Substring(host)
        if name.hasPrefix("[") {
            guard let end = name.firstIndex(of: "]") else { return false }
            guard isPort(name[name.index(after: end)...]) else { return false }
            name = name[name.index(after: name.startIndex)..<end]
        } else if let colon = name.firstIndex(of: ":") {
            guard isPort(name[colon...]) else { return false }
            name = name[..<colon]
        }
        if name.lowercased() == "localhost" { return true }
        guard let address = IPAddress(String(name)) else { return false }
        return address.family == .v4 ? address.bits >> 24 == 127 : address.bits == 1
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || (text.first == ":" && UInt16(text.dropFirst()) != nil)
    }
}
