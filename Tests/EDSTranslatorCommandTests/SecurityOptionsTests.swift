import EnvoyHarness
import Foundation
import TestCertificates
import Testing

@Suite("The options about who may connect", .timeLimit(.minutes(2)))
struct SecurityOptionsTests {
    @Test(
        "refuse to serve plain text beyond this machine, and say how to go on",
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
        "are refused when one of them lacks another",
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

    @Test("name the file that cannot be used")
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
        "refuse sockets that cannot be",
        arguments: ["unix:", "unix:/tmp/" + String(repeating: "a", count: 110)]
    )
    func badSocket(address: String) throws {
        let run = try CommandRun("serve", "--listen", address)
        #expect(run.status == 2)
        #expect(run.errors.contains("expected unix: and a path"))
    }

    @Test("let TLS be served beyond this machine")
    func tlsElsewhere() async throws {
        try await TestAuthority.use { authority in
            _ = try await authority.authority()
            let files = try await authority.server()
            // An address for documentation: it is nobody's, so the bind is what fails.
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

    @Test("are read again when their files change, and on SIGHUP; broken files are only reported (X-32)")
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
                    try await server.line(containing: "rules not read, those before stay in force: \(rules):2:1")
                    try authority.replace(files, with: renewed)
                    if !extra.isEmpty { server.reload() }
                    try await server.line(containing: "TLS files read again")
                    try authority.write("", to: files.key)
                    if !extra.isEmpty { server.reload() }
                    try await server.line(containing: "TLS files not used, new connections get those before")
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

    @Test("leave no socket behind")
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
