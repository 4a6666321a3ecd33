import NIOCore
import Testing

@testable import GRPCTransport

@Suite("gRPC request headers")
struct GRPCRequestTests {
    private func head(
        method: String = "POST",
        path: String = "/a.B/C",
        fields: [HTTPField] = [HTTPField("content-type", "application/grpc")]
    ) -> HTTPRequestHead {
        HTTPRequestHead(method: method, path: path, authority: "xds", fields: fields)
    }

    private func rejection(_ head: HTTPRequestHead) -> GRPCRejection? {
        if case .reject(let rejection) = GRPCRequestValidator.decide(head) { return rejection }
        return nil
    }

    @Test(
        "Only the content types of gRPC are accepted",
        arguments: [
            ("application/grpc", true), ("application/grpc+proto", true), ("application/grpc;charset=x", true),
            ("Application/GRPC", true), ("application/grpcx", false), ("application/grpc+json", false),
            ("text/plain", false), ("", false),
        ]
    )
    func contentTypes(type: String, accepted: Bool) {
        let rejected = rejection(head(fields: [HTTPField("content-type", type)]))
        #expect((rejected == nil) == accepted)
        #expect(rejected.map(\.httpStatus) == (accepted ? nil : 415))
    }

    @Test("Only the method POST is accepted", arguments: ["GET", "PUT", "post", ""])
    func methods(method: String) {
        #expect(rejection(head(method: method))?.httpStatus == 405)
    }

    @Test("A malformed path is an unknown method", arguments: ["/x", "/a/b/c", "//b", "/a/", "a/b", "*", ""])
    func malformedPaths(path: String) {
        let rejected = rejection(head(path: path))
        #expect(rejected?.httpStatus == 200)
        #expect(rejected?.status.code == .unimplemented)
        #expect(rejected?.status.message.contains("malformed") == true)
    }

    @Test("The pseudo fields are separated from the metadata")
    func accepted() throws {
        let fields = [
            HTTPField("content-type", "application/grpc"), HTTPField("te", "trailers"),
            HTTPField("grpc-timeout", "5S"), HTTPField("x-a", "1"), HTTPField("x-a", "2"),
        ]
        guard case .accept(let request) = GRPCRequestValidator.decide(head(fields: fields)) else {
            Issue.record("expected the request to be accepted")
            return
        }
        #expect(request.service == "a.B")
        #expect(request.method == "C")
        #expect(request.authority == "xds")
        #expect(request.timeout?.amount == .seconds(5))
        #expect(request.acceptsTrailers)
        #expect(request.metadata == fields)
    }

    @Test(
        "Timeouts are parsed",
        arguments: [
            ("1n", TimeAmount.nanoseconds(1)), ("20u", .microseconds(20)), ("100m", .milliseconds(100)),
            ("99999999S", .seconds(99_999_999)), ("3M", .minutes(3)), ("2H", .hours(2)), ("0S", .zero),
            ("99999999H", .nanoseconds(.max)),
        ]
    )
    func timeouts(text: String, amount: TimeAmount) {
        #expect(GRPCTimeout(text)?.amount == amount)
    }

    @Test(
        "Malformed timeouts are rejected",
        arguments: ["", "S", "5", "abc", "999999999S", "-1S", "1 S", "5s", "1.5S", "+1S"]
    )
    func malformedTimeouts(text: String) {
        #expect(GRPCTimeout(text) == nil)
        let fields = [HTTPField("content-type", "application/grpc"), HTTPField("grpc-timeout", text)]
        #expect(rejection(head(fields: fields))?.httpStatus == 400)
        #expect(rejection(head(fields: fields))?.status.code == .internal)
    }
}

@Suite("gRPC response headers")
struct GRPCResponseTests {
    @Test(
        "Status messages are percent-encoded",
        arguments: [
            ("plain ~ text", "plain ~ text"), ("100% \u{fc}\n", "100%25 %C3%BC%0A"), ("", ""), ("\u{7f}", "%7F"),
        ]
    )
    func encoding(message: String, encoded: String) {
        #expect(GRPCMessageEncoding.encode(message) == encoded)
        #expect(GRPCMessageEncoding.decode(encoded) == message)
    }

    @Test("A percent sign that encodes nothing is kept", arguments: ["50%", "%zz", "%1"])
    func decoding(text: String) {
        #expect(GRPCMessageEncoding.decode(text) == text)
    }

    @Test("A trailers-only response contains the content type")
    func trailersOnly() {
        let fields = GRPCResponseFields.trailersOnly(GRPCStatus(.notFound, "a%"))
        #expect(
            fields == [
                HTTPField(":status", "200"), HTTPField("content-type", "application/grpc"),
                HTTPField("grpc-status", "5"), HTTPField("grpc-message", "a%25"),
            ]
        )
        #expect(GRPCStatus(fields: fields) == GRPCStatus(.notFound, "a%"))
    }

    @Test("Only the subtype +proto is echoed")
    func contentType() {
        let proto = GRPCResponseFields.initial(requestContentType: "application/grpc+proto")
        #expect(proto.firstValue(of: "content-type") == "application/grpc+proto")
        let other = GRPCResponseFields.initial(requestContentType: "application/grpc;charset=x")
        #expect(other.firstValue(of: "content-type") == "application/grpc")
    }
}
