/// A request received by the server.
public struct TestRequest: Hashable, Sendable {
    /// The kind of request.
    public enum Verb: String, Hashable, Sendable {
        /// The check that the server has started.
        case ready
        /// Discovery of groups, versions or resources.
        case discovery
        /// A list, or its first page.
        case list
        /// A list of one object that is not older than a version.
        case verification
        /// A further page of a list.
        case nextPage
        /// A watch.
        case watch
        /// A streaming list, which is the beginning of a watch.
        case streamingList
        /// A new object, an object's replacement, or its deletion.
        case create, replace, delete
    }

    /// The kind of request.
    public let verb: Verb
    /// The resource, such as `pods`; empty for discovery.
    public let resource: String
    /// The path without the query.
    public let path: String
    /// The parameters.
    public let query: [String: String]
    /// The `Authorization` header.
    public let authorization: String?
    /// The `User-Agent` header.
    public let userAgent: String?
    /// The `Host` header.
    public let host: String?
    /// The `Accept` header.
    public let accept: String?
    /// The `Accept-Encoding` header.
    public let acceptEncoding: String?

    /// The namespace; empty for all.
    var namespace: String {
        let parts = path.split(separator: "/")
        guard let place = parts.firstIndex(of: "namespaces"), parts.count > place + 2 else { return "" }
        return String(parts[place + 1])
    }

    /// The version of the group.
    var version: String {
        let parts = path.split(separator: "/").map(String.init)
        return (parts.first == "api" ? parts.dropFirst().first : parts.dropFirst(2).first) ?? ""
    }

    /// The body; empty for reads.
    let body: [UInt8]

    init(method: String = "GET", uri: String, body: [UInt8] = [], header: (String) -> String?) {
        self.body = body
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        path = parts.first ?? ""
        var query: [String: String] = [:]
        for pair in parts.dropFirst().joined().split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[String(sides[0])] = sides.count > 1 ? Self.decoded(sides[1]) : ""
        }
        self.query = query
        let segments = path.split(separator: "/").map(String.init)
        let isCore = segments.first == "api"
        if let write = Self.writes[method] {
            verb = write
            resource = (write == .create ? segments.last : segments.dropLast().last) ?? ""
        } else if segments.count <= (isCore ? 2 : 3) {
            verb = path == "/readyz" ? .ready : .discovery
            resource = ""
        } else {
            resource = segments.last ?? ""
            verb = Self.verb(query)
        }
        authorization = header("Authorization")
        userAgent = header("User-Agent")
        host = header("Host")
        accept = header("Accept")
        acceptEncoding = header("Accept-Encoding")
    }

    private static let writes: [String: Verb] = ["POST": .create, "PUT": .replace, "DELETE": .delete]

    private static func verb(_ query: [String: String]) -> Verb {
        guard query["watch"] != "true" else { return query["sendInitialEvents"] == "true" ? .streamingList : .watch }
        guard query["continue"] == nil else { return .nextPage }
        return query["resourceVersionMatch"] == "NotOlderThan" ? .verification : .list
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
