import NIOHTTP1

/// An HTTP/1.1 request to a server on this machine.
public struct HTTPRequest: Hashable, Sendable {
    /// The answer as a whole.
    public struct Answer: Hashable, Sendable {
        /// Such as 200.
        public let status: Int
        /// The header fields in the order in which they came, names in lower case.
        public let headers: [Header]
        /// The content, read as UTF-8.
        public let body: String

        /// The value of the first field of that name, given in lower case.
        public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    }

    /// A header field.
    public struct Header: Hashable, Sendable {
        /// The name in lower case.
        public let name: String
        /// The value.
        public let value: String
    }

    /// `GET`, `POST` and so on.
    public var method: String
    /// The path with the query.
    public var path: String
    /// Header fields besides those that follow from the rest.
    public var headers: [String: String]
    /// The content.
    public var body: String

    /// Describes a request.
    public init(_ path: String, method: String = "GET", headers: [String: String] = [:], body: String = "") {
        self.path = path
        self.method = method
        self.headers = headers
        self.body = body
    }

    /// Sends the request on a connection of its own and reads the answer.
    ///
    /// Throws NIO's error if nobody listens, ``HarnessError`` with code `unexpectedAnswer` if the connection ends before
    /// the answer does.
    public func answer(from server: NetworkEndpoint) async throws -> Answer {
        var request = self
        request.headers["connection"] = "close"
        return try await HTTPExchange.connected(to: server) { [request] in try await $0.answer(to: request) }
    }

    /// The head as NIO writes it.
    func head(for server: NetworkEndpoint) -> HTTPRequestHead {
        var fields: HTTPHeaders = ["host": "\(server)"]
        if !body.isEmpty || method != "GET" { fields.add(name: "content-length", value: "\(body.utf8.count)") }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields.replaceOrAdd(name: name, value: value) }
        return HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: path, headers: fields)
    }
}
