import EnvoyHarness
import Foundation
import Testing

@Suite("Helpers of the harness")
struct SmallPartsTests {
    @Test(
        "JSON is unchanged after writing and reading",
        arguments: [
            JSONValue.null, true, 1, -3, 1.5, "text with / and \"quotes\"", [1, "a", nil], ["a": ["b": [:]]],
        ]
    )
    func json(value: JSONValue) throws {
        #expect(try JSONValue.parse(try value.serialized()) == value)
    }

    @Test("Text that is not JSON is an error that contains it")
    func notJSON() {
        let error = #expect(throws: HarnessError.self) { try JSONValue.parse("<html>") }
        #expect(error?.code == .unexpectedAnswer)
        #expect(error?.message.contains("<html>") == true)
    }

    @Test("A free port is in use once a listener is bound to it")
    func ports() async throws {
        let port = try FreePort.find(on: "127.7.0.1")
        #expect(FreePort.isFree(port, on: "127.7.0.1"))
        let backend = try await Backend.start(
            "b",
            on: "127.7.0.1",
            port: port,
            certificate: try await SelfSignedCertificate.make()
        )
        #expect(!FreePort.isFree(port, on: "127.7.0.1"))
        await backend.stop()
        #expect(FreePort.isFree(port, on: "127.7.0.1"))
    }

    @Test("A request contains its method and content, and the response its header fields")
    func request() async throws {
        let backend = try await Backend.start("name", certificate: try await SelfSignedCertificate.make())
        let answer = try await HTTPRequest("/", method: "POST", headers: ["content-type": "text/plain"], body: "hello")
            .answer(from: backend.socket)
        await backend.stop()
        #expect(answer.status == 200)
        #expect(answer.header("content-type") == "text/plain")
        #expect(answer.header("no-such-field") == nil)
        #expect(answer.body == "name")
        #expect(backend.requests.total == 1)
    }

    @Test("A temporary folder is removed with its object")
    func temporaryDirectory() throws {
        var directory: TemporaryDirectory? = try TemporaryDirectory(named: "test")
        let path = try #require(directory?.path)
        let file = try #require(try directory?.write("x", to: "deep/er/file"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "x")
        directory = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(
        "The server name of a cluster is the one that a sidecar sends through gateways",
        arguments: [
            ("outbound|80||web.shop.svc.cluster.local", "outbound_.80_._.web.shop.svc.cluster.local"),
            ("outbound|80|v1|web.shop.svc.cluster.local", "outbound_.80_.v1_.web.shop.svc.cluster.local"),
            ("plain", "plain"),
        ]
    )
    func serverName(cluster: String, expected: String) {
        #expect(EDSCluster(cluster).serverName == expected)
    }

    @Test("A server's address is read from its announcement")
    func announcement() throws {
        let line = "2026-01-01 info: gRPC listening on 127.0.0.1:40123 (plain text)"
        #expect(try ServerProcess.socket(in: line) == NetworkEndpoint("127.0.0.1", 40123))
        #expect(throws: HarnessError.self) { try ServerProcess.socket(in: "listening on nothing") }
    }
}
