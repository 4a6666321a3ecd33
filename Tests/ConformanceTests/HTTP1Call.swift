import DiscoveryServer
import DiscoveryTestSupport
import EnvoyHarness
import NIOCore
import Testing

/// One HTTP/1.1 request on its own connection.
struct HTTP1Call: Sendable {
    var method = "POST"
    var path = Variant.rest.path
    var contentType: String? = "application/json"
    var fields: [String: String] = [:]
    var body = ""

    func answer(from server: DiscoveryServer) async throws -> (status: Int, body: String) {
        let port = try #require(server.localAddress?.port)
        var headers = fields
        headers["content-type"] = contentType
        let request = HTTPRequest(path, method: method, headers: headers, body: body)
        let answer = try await request.answer(from: NetworkEndpoint("127.0.0.1", port))
        return (answer.status, answer.body)
    }
}
