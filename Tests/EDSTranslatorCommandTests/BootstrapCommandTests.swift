import Foundation
import Testing

@Suite("The command bootstrap")
struct BootstrapCommandTests {
    private static let proxy = "sidecar~127.1.9.1~client-west.shop~shop.svc.cluster.local"

    private func run(_ arguments: String...) throws -> CommandRun {
        try CommandRun(["bootstrap", "Examples/west-east"] + arguments)
    }

    @Test("Without a choice of one proxy all are named")
    func manyProxies() throws {
        let run = try run()
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("a bootstrap is for one proxy, found 3") && run.errors.contains(Self.proxy))
    }

    @Test(
        "Options that contradict each other are usage errors",
        arguments: [
            ["--grpc", "-o", "yaml"], ["--grpc", "--delivery", "rest"], ["--grpc", "--listeners", "none"],
            ["--grpc", "--server-ca", "ca.pem", "--server-name", "xds.test"], ["--grpc", "--workload-ca", "ca.pem"],
            ["--delivery", "file"], ["--files", "eds"], ["--listeners", "0"], ["--listeners", "some"],
            ["--workload-cert", "cert.pem"], ["--client-cert", "cert.pem"], ["--server", "127.0.0.1:0"],
            ["--server", "nowhere"], ["--admin", "localhost:1"],
            ["--listeners", "65535", "--resource", "a", "--resource", "b"],
        ]
    )
    func contradictions(arguments: [String]) throws {
        let run = try CommandRun(["bootstrap", "Examples/west-east", "--proxy", Self.proxy] + arguments)
        #expect(run.status == 2, "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test("Two runs give the same bytes, in both formats", arguments: ["yaml", "json"])
    func bytes(format: String) throws {
        let first = try run("--proxy", Self.proxy, "-o", format)
        #expect(first.status == 0 && first.errors.isEmpty && !first.output.isEmpty)
        #expect(try run("--proxy", Self.proxy, "-o", format).output == first.output)
    }

    @Test("A name without a service gets a cluster and a warning")
    func unknownNames() throws {
        let run = try run("--proxy", Self.proxy, "--resource", "outbound|80||wev.shop.svc.cluster.local")
        #expect(run.status == 0)
        #expect(run.errors.contains("no service found"))
        #expect(run.text.contains("name: outbound|80||wev.shop.svc.cluster.local"))
    }
}
