import EnvoyHarness
import Foundation
import TestCertificates
import Testing

@Suite("TLS and authorization options", .timeLimit(.minutes(2)))
struct SecurityOptionsTests {
    @Test(
        "Plain text on a non-loopback address is refused, with the remedy",
        arguments: ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.test:0"]
    )
    func plainText(address: String) throws {
        let run = try CommandRun("serve", "--listen", address)
        #expect(run.status == 2)
        #expect(run.errors.contains("--insecure"))
        #expect(run.errors.contains("--tls-cert"))
        #expect(!run.errors.contains("listening on"))
    }

    @Test(
        "Incomplete TLS options are refused",
        arguments: [
            (["--tls-cert", "a.pem"], "--tls-key"), (["--tls-key", "a.key"], "--tls-cert"),
            (["--client-ca", "ca.pem"], "--tls-cert"),
            (["--tls-cert", "a.pem", "--tls-key", "a.key", "--authorize", "rules.yaml"], "--client-ca"),
        ]
    )
    func incomplete(options: [String], missing: String) throws {
        let run = try CommandRun(["serve"] + options)
        #expect(run.status == 2)
        #expect(run.errors.contains(missing))
    }

    @Test("An unusable TLS file is named in the error")
    func unusable() async throws {
        let run = try CommandRun("serve", "--tls-cert", "/nowhere/a.pem", "--tls-key", "/nowhere/a.key")
        #expect(run.status == 3)
        #expect(run.errors.contains("/nowhere/a.pem: cannot be opened"))
        try await TestAuthority.use { authority in
            let root = try await authority.authority()
            let files = try await authority.server()
            let rules = authority.path("rules.yaml")
            try authority.write("- identity: a\n  node: b\n", to: rules)
            let run = try CommandRun(
                "serve",
                "--tls-cert",
                files.certificate,
                "--tls-key",
                files.key,
                "--client-ca",
                root,
                "--authorize",
                rules
            )
            #expect(run.status == 3)
            #expect(run.errors.contains("\(rules):2:9: unknown field \"node\""))
        }
    }

    @Test(
        "Invalid Unix sockets are refused",
        arguments: ["unix:", "unix:/tmp/" + String(repeating: "a", count: 110)]
    )
    func badSocket(address: String) throws {
        let run = try CommandRun("serve", "--listen", address)
        #expect(run.status == 2)
        #expect(run.errors.contains("expected unix: and a path"))
    }

    @Test("TLS can be served on a non-loopback address")
    func tlsElsewhere() async throws {
        try await TestAuthority.use { authority in
            _ = try await authority.authority()
            let files = try await authority.server()
            // An address for documentation, which no machine has, so the bind fails.
            let run = try CommandRun(
                "serve",
                "--listen",
                "192.0.2.1:0",
                "--tls-cert",
                files.certificate,
                "--tls-key",
                files.key
            )
            #expect(run.status == 4)
            #expect(run.errors.contains("cannot listen on 192.0.2.1:0"))
        }
    }

    @Test("TLS files are reloaded on changes and on SIGHUP, and broken files are only reported (X-32)")
    func rereading() async throws {
        try await TestAuthority.use { authority in
            let root = try await authority.authority()
            let files = try await authority.server()
            let rules = authority.path("rules.yaml")
            try authority.write("[]", to: rules)
            let options = [
                "serve", "--listen", "127.0.0.1:0", "--tls-cert", files.certificate, "--tls-key", files.key,
                "--client-ca", root, "--authorize", rules,
            ]
            let renewed = try await authority.server("renewed")
            for extra in [[], ["--no-watch"]] {
                let server = try await ServerProcess(options + extra)
                do {
                    try authority.write("- identity: [", to: rules)
                    if !extra.isEmpty { server.reload() }
                    try await server.line(containing: "error=\(rules):2:1")
                    try authority.replace(files, with: renewed)
                    if !extra.isEmpty { server.reload() }
                    try await server.line(containing: "reloaded TLS certificates")
                    try authority.write("", to: files.key)
                    if !extra.isEmpty { server.reload() }
                    try await server.line(containing: "failed to reload TLS certificates; keeping the current ones")
                } catch {
                    await server.stop()
                    throw error
                }
                #expect(await server.stop() == .status(0))
                try authority.replace(files, with: renewed)
                try authority.write("[]", to: rules)
            }
        }
    }

    @Test("The Unix socket is removed at exit")
    func unixSocket() async throws {
        try await TestAuthority.use { folder in
            let path = folder.path("eds.sock")
            let server = try await ServerProcess(["serve", "--listen", "unix:\(path)"])
            #expect(server.announcement.hasSuffix("listening on unix:\(path)"))
            let existed = FileManager.default.fileExists(atPath: path)
            #expect(await server.stop() == .status(0))
            #expect(existed)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }
}
