import DiscoveryServer
import DiscoveryTestSupport
import GRPCTransport
import MeshModel
import NIOCore
import Testing
import TextFormats

/// Fetch and REST.
extension Scenario {
    static let rest: [Scenario] = [
        .run("X-110", on: [.fetch], x110),
        .run("X-111", on: [.fetch], x111),
        .run("X-112", on: [.rest], x112),
        .run("X-113", on: [.rest], Bench.Setup { $0.server.limits.maxBodyLength = 100_000 }, x113),
        .run("X-114", on: [.rest], x114),
        .run("X-115", on: [.rest], x115),
        .run("X-116", on: [.rest], x116),
        .elsewhere("X-117", "MessageJSONTests"),
        .run("X-118", on: [.rest], Bench.Setup { $0.server.limits.maxBodyLength = 100_000 }, x118),
    ]

    @Sendable private static func x110(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a", "missing"])
        try await client.call.halfClose()
        #expect(try await client.next().names == ["a"])
        #expect(try await client.call.end().status?.code == .ok)
    }

    /// gRPC has no "not modified": the resources are sent again (XP-F3).
    @Sendable private static func x111(_ bench: Bench) async throws {
        var version = ""
        for _ in 0..<2 {
            let client = try await bench.sotw()
            try await client.ask(["a"], version: version)
            try await client.call.halfClose()
            let answer = try await client.next()
            #expect(answer.names == ["a"])
            #expect(version.isEmpty || answer.version == version)
            version = answer.version
            #expect(try await client.call.end().status?.code == .ok)
        }
    }

    /// HTTP/1.1 and HTTP/2 get the same responses.
    @Sendable private static func x118(_ bench: Bench) async throws {
        let good = request(["a", "c"])
        let version = try content(try await post(good, bench).answer().body).version
        let same = [
            HTTP1Call(body: good), HTTP1Call(body: request(["a", "c"], version: version)), HTTP1Call(body: "hello"),
            HTTP1Call(body: ""), HTTP1Call(path: Variant.rest.path + "?x=y", body: good),
            HTTP1Call(path: "/hello", body: good), HTTP1Call(method: "PUT", body: good),
            HTTP1Call(contentType: "text/plain", body: good), HTTP1Call(contentType: nil, body: good),
        ]
        for call in same {
            let old = try await call.answer(from: bench.server)
            let new = try await WireCall.open(
                method: call.method,
                path: call.path,
                contentType: call.contentType,
                on: bench.connection
            )
            try await new.run {
                $0.send(raw: ByteBuffer(string: call.body))
                $0.halfClose()
            }
            let answer = try await new.answer()
            #expect("\(old.status)" == answer.status)
            let nonce = /"nonce":"[^"]*"/
            #expect(old.body.replacing(nonce, with: "") == answer.body.replacing(nonce, with: ""))
        }
        let long = String(repeating: " ", count: 200_000)
        #expect(try await HTTP1Call(body: long).answer(from: bench.server).status == 413)
        let held = HTTP1Call(
            fields: ["x-envoy-expected-rq-timeout-ms": "50000"],
            body: request(["a", "c"], version: version)
        )
        let server = bench.server
        async let changed = held.answer(from: server)
        while try await bench.server.openStreams() == 0 { await Task.yield() }
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        let answer = try await changed
        #expect(answer.status == 200)
        #expect(try content(answer.body).version != version)
        // gRPC requires HTTP/2.
        for path in Variant.allCases.map(\.path) where path != Variant.rest.path {
            let call = HTTP1Call(path: path, contentType: "application/grpc", body: "\0\0\0\0\0")
            #expect(try await call.answer(from: bench.server).status == 505)
        }
    }

    private static func post(
        _ body: String,
        _ bench: Bench,
        method: String = "POST",
        path: String = Variant.rest.path,
        fields: [HTTPField] = []
    ) async throws -> WireCall {
        let call = try await WireCall.open(
            method: method,
            path: path,
            contentType: "application/json",
            on: bench.connection,
            fields: fields
        )
        try await call.run {
            $0.send(raw: ByteBuffer(string: body))
            $0.halfClose()
        }
        return call
    }

    private static func request(_ names: [String], version: String = "") -> String {
        let list = names.map { "\"\(TestMesh.cluster($0))\"" }.joined(separator: ",")
        return """
            {"node":{"id":"n","cluster":"c"},"resource_names":[\(list)],"version_info":"\(version)"}
            """
    }

    /// Returns the version and the resources of a response.
    private static func content(_ text: String) throws -> (version: String, names: [String]) {
        let json = try JSONValue(parsing: text)
        guard case .string(let version)? = json["versionInfo"] else { return ("", []) }
        let names = json["resources"].elements.compactMap { resource -> String? in
            guard case .string(let name)? = resource["clusterName"] else { return nil }
            return TestMesh.resource(name)
        }
        return (version, names.sorted())
    }

    @Sendable private static func x112(_ bench: Bench) async throws {
        let name = TestMesh.cluster("a")
        for body in [
            #"{"node":{"id":"n"},"resource_names":["\#(name)"],"type_url":"\#(SotwClient.endpoints)"}"#,
            #"{"node":{"id":"n"},"resourceNames":["\#(name)"],"typeUrl":"\#(SotwClient.endpoints)"}"#,
            #"{"resource_names":["\#(name)"],"no_such_field":{"x":[1,null]},"version_info":null}"#,
            #"{"node":null,"resourceNames":["\#(name)"],"errorDetail":null}"#,
        ] {
            let answer = try await post(body, bench).answer()
            #expect(answer.status == "200")
            #expect(answer.fields.contains(HTTPField("content-type", "application/json")))
            #expect(try content(answer.body).names == ["a"])
        }
    }

    @Sendable private static func x113(_ bench: Bench) async throws {
        #expect(try await post("hello", bench).answer().status == "400")
        #expect(try await post("\"hello\"", bench).answer().status == "400")
        #expect(try await post("", bench).answer().status == "400")
        #expect(try await post(#"{"resource_names":7}"#, bench).answer().status == "400")
        #expect(try await post(#"{"type_url":"x"}"#, bench).answer().status == "400")
        let deep = String(repeating: "[", count: 50_000)
        #expect(["400", "413"].contains(try await post(deep, bench).answer().status))
        #expect(try await post(String(repeating: " ", count: 200_000), bench).answer().status == "413")
        #expect(try await post(request(["a"]), bench, method: "GET").answer().status == "405")
        #expect(try await post(request(["a"]), bench, path: "/hello").answer().status == "404")
        let text = try await WireCall.open(
            path: Variant.rest.path,
            contentType: "text/plain",
            on: bench.connection,
            endStream: true
        )
        #expect(try await text.answer().status == "415")
        #expect(try await post(request(["a"]), bench, path: "\(Variant.rest.path)?x=y").answer().status == "200")
        try await bench.expectAlive()
    }

    @Sendable private static func x114(_ bench: Bench) async throws {
        let first = try content(try await post(request(["a"]), bench).answer().body)
        #expect(!first.version.isEmpty)
        let second = try await post(request(["a"], version: first.version), bench).answer()
        #expect(second.status == "304")
        #expect(second.body.isEmpty)
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        let third = try await post(request(["a"], version: first.version), bench).answer()
        #expect(third.status == "200")
        #expect(try content(third.body).version != first.version)
    }

    @Sendable private static func x115(_ bench: Bench) async throws {
        #expect(try content(try await post(request(["a", "c"]), bench).answer().body).names == ["a", "c"])
    }

    /// The request waits for a change, and ends without one just before the client's timeout.
    @Sendable private static func x116(_ bench: Bench) async throws {
        let first = try content(try await post(request(["a"]), bench).answer().body)
        let patient = [HTTPField("x-envoy-expected-rq-timeout-ms", "50000")]
        let held = try await post(request(["a"], version: first.version), bench, fields: patient)
        try await held.settle()
        #expect(held.unread.isEmpty)
        try await bench.change { $0["b"] = ["10.0.0.2"] }
        try await held.settle()
        #expect(held.unread.isEmpty)
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        let answer = try await held.answer()
        #expect(answer.status == "200")
        let second = try content(answer.body)
        #expect(second.version != first.version)
        let brief = [HTTPField("x-envoy-expected-rq-timeout-ms", "100")]
        let idle = try await post(request(["a"], version: second.version), bench, fields: brief)
        #expect(try await idle.answer().status == "304")
        // A client that disconnects leaves no state.
        let left = try await post(request(["a"], version: second.version), bench, fields: patient)
        try await left.settle()
        try await left.run { $0.reset(code: .cancel) }
        try await left.settle()
        try await bench.change { $0["a"] = ["10.0.0.3"] }
        #expect(try await bench.server.openStreams() == 0)
    }
}
