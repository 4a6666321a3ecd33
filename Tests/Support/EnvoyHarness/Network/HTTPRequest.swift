import NIOHTTP1

/// An HTTP/1.1 request to a server on this machine.
public struct HTTPRequest: Hashable, Sendable {
    /// The complete response.
    public struct Answer: Hashable, Sendable {
        /// The status, such as 200.
        public let status: Int
        /// The header fields in their order, with names in lower case.
        public let headers: [Header]
        /// The content, decoded as UTF-8.
        public let body: String

        /// Returns the value of the first field with that name, given in lower case.
        public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    }

    /// A header field.
    public struct Header: Hashable, Sendable {
        /// The name in lower case.
        public let name: String
        /// The value.
        public let value: String
    }

    /// The method: `GET`, `POST` and so on.
    public var method: String
    /// The path with the query.
    public var path: String
    /// The additional header fields.
    public var headers: [String: String]
    /// The content.
    public var body: String

    /// Makes a request.
    public init(_ path: String, method: String = "GET", headers: [String: String] = [:], body: String = "") {
        self.path = path
        self.method = method
        self.headers = headers
        self.body = body
    }

    /// Sends the request on its own connection and reads the response.
    ///
    /// Throws NIO's error if no listener is bound, ``HarnessError`` with code `unexpectedAnswer` if the connection ends
    /// before the response does.
    public func answer(from server: NetworkEndpoint) async throws -> Answer {
        var request = self
        request.headers["connection"] = "close"
        return try await HTTPExchange.connected(to: server) { [request] in try await $0.answer(to: request) }
    }

    /// Returns the head for NIO.
    func head(for server: NetworkEndpoint) -> HTTPRequestHead {
        var fields: HTTPHeaders = ["host": "\(server)"]
        if !body.isEmpty || method != "GET" { fields.add(name: "content-length", value: "\(body.utf8.count)") }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields.replaceOrAdd(name: name, value: value) }
        return HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: path, headers: fields)
    }
}
