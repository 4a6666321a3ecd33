import KubernetesTestServer
import MeshModel
import MeshSources
import TestCertificates
import Testing

@testable import KubernetesAPI

@Suite("Credentials of API clients", .timeLimit(.minutes(10)))
struct CredentialTests {
    @Test("A replaced token file is read as soon as the old token is rejected")
    func tokenFile() async throws {
        try await TemporaryFolder.use { folder in
            try await KubernetesTestServer.use { server in
                try folder.write("first-token\n", to: "token")
                server.accept(authorizations: ["Bearer first-token"])
                try server.putServices("a")
                let login = Credentials(authorization: .tokenFile(folder.path("token")))
                try await Follower.follow(KubernetesSources.Configuration(server, login: login)) { follower in
                    await follower.untilSynced("east")
                    server.accept(authorizations: ["Bearer second-token"])
                    server.dropWatches()
                    await follower.until { $0.status()?.failures.contains { $0.error.code == .unauthorized } == true }
                    #expect(follower.names(.service) == ["a"])
                    try server.putServices("b")
                    try folder.write("second-token", to: "token")
                    await follower.until { $0.names(.service) == ["a", "b"] }
                    #expect(follower.replacements[.service] == 1)
                    #expect(!follower.log.lines.contains { $0.contains("-token") })
                    #expect(!follower.log.lines.isEmpty)
                }
            }
        }
    }

    static let headers: [(Credentials.Authorization, String)] = [
        (.token(RedactedText("abc")), "Bearer abc"),
        (.basic(name: "me", password: RedactedText("pa:ss")), "Basic bWU6cGE6c3M="),
    ]

    @Test("Tokens and passwords are sent in the Authorization header", arguments: headers)
    func header(authorization: Credentials.Authorization, expected: String) async throws {
        try await KubernetesTestServer.use { server in
            server.accept(authorizations: [expected])
            let login = Credentials(authorization: authorization)
            try await Follower.follow(KubernetesSources.Configuration(server, login: login)) { follower in
                await follower.untilSynced("east")
                #expect(follower.status()?.lastFailure == nil)
            }
        }
    }

    @Test("A file without a token is reported, and no request is sent", arguments: ["", " \n", "a b", "tök"])
    func badToken(text: String) async throws {
        try await TemporaryFolder.use { folder in
            try await KubernetesTestServer.use { server in
                try folder.write(text, to: "token")
                let login = Credentials(authorization: .tokenFile(folder.path("token")))
                try await Follower.follow(KubernetesSources.Configuration(server, login: login)) { follower in
                    await follower.until { $0.status()?.phase == .unreachable }
                    #expect(follower.status()?.lastFailure?.error.code == .credentials)
                    #expect(follower.status()?.lastFailure?.error.message.hasPrefix(folder.path("token")) == true)
                    #expect(server.requests.isEmpty)
                }
            }
        }
    }

    // MARK: Plugins

    /// Returns a plugin that counts its runs and prints the content of `answer`.
    static func plugin(_ folder: TemporaryFolder, _ script: String = "cat \"$FOLDER/answer\"") throws -> Credentials {
        let text =
            "#!/bin/sh\necho run >> \"$FOLDER/runs\"\necho \"$KUBERNETES_EXEC_INFO\" > \"$FOLDER/info\"\n\(script)\n"
        try folder.write(text, to: "plugin", isExecutable: true)
        let plugin = ExecPlugin(
            command: folder.path("plugin"),
            arguments: ["--quiet"],
            environment: [ExecPlugin.Variable(name: "FOLDER", value: RedactedText(folder.path("")))],
            apiVersion: "client.authentication.k8s.io/v1",
            wantsClusterInfo: true
        )
        return Credentials(authorization: .plugin(plugin))
    }

    static func answer(_ token: String, expires: String? = nil) -> String {
        let expiry = expires.map { ",\"expirationTimestamp\":\"\($0)\"" } ?? ""
        return """
            {"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"\(token)"\(expiry)}}
            """
    }

    static func runs(_ folder: TemporaryFolder) -> Int { folder.read("runs").split(separator: "\n").count }

    @Test("A plugin runs once for all concurrent callers, and again when its token is rejected")
    func plugin() async throws {
        try await TemporaryFolder.use { folder in
            try await KubernetesTestServer.use { server in
                try folder.write(Self.answer("one", expires: "2999-01-01T02:00:00+02:00"), to: "answer")
                server.accept(authorizations: ["Bearer one"])
                try server.putServices("a")
                let login = try Self.plugin(folder)
                let kinds: [ObjectKind] = [.service, .pod, .node, .namespace, .endpointSlice]
                let configuration = try KubernetesSources.Configuration(server, kinds: kinds, login: login)
                try await Follower.follow(configuration) { follower in
                    await follower.untilSynced("east")
                    #expect(Self.runs(folder) == 1)
                    let info = folder.read("info")
                    #expect(info.contains("\"server\":\"\(server.url)\""))
                    #expect(info.contains("\"interactive\":false"))
                    await follower.until { $0.status()?.credentialsExpiry == 32_472_144_000_000 }
                    try folder.write(Self.answer("two"), to: "answer")
                    server.accept(authorizations: ["Bearer two"])
                    server.dropWatches()
                    try server.putServices("b")
                    await follower.until { $0.names(.service) == ["a", "b"] }
                    #expect(follower.replacements[.service] == 1)
                    #expect(Self.runs(folder) >= 2)
                }
            }
        }
    }

    @Test("A plugin runs again before its token expires")
    func expiry() async throws {
        try await TemporaryFolder.use { folder in
            try await KubernetesTestServer.use { server in
                let clock = TestClock(1_700_000_000_000)
                try folder.write(Self.answer("one", expires: "2023-11-14T23:13:20Z"), to: "answer")
                var settings = SourceSettings.quick
                settings.now = { clock.now }
                let store = CredentialStore(try server.access(login: Self.plugin(folder)), settings: settings)
                #expect(try await store.grant().authorization?.revealed == "Bearer one")
                #expect(await store.expiry == 1_700_003_600_000)
                try folder.write(Self.answer("two"), to: "answer")
                clock.now += 3_539_000
                #expect(try await store.grant().authorization?.revealed == "Bearer one")
                clock.now += 2_000
                #expect(try await store.grant().authorization?.revealed == "Bearer two")
                #expect(Self.runs(folder) == 2)
            }
        }
    }

    @Test("Several rejections of one token lead to one plugin run")
    func singleFlight() async throws {
        try await TemporaryFolder.use { folder in
            try await KubernetesTestServer.use { server in
                try folder.write(Self.answer("one"), to: "answer")
                let store = CredentialStore(try server.access(login: Self.plugin(folder)), settings: .quick)
                let first = try await store.grant()
                await withTaskGroup(of: String?.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            await store.refused(first)
                            return try? await store.grant().authorization?.revealed
                        }
                    }
                    for await token in group { #expect(token == "Bearer one") }
                }
                #expect(Self.runs(folder) == 2)
            }
        }
    }

    static let failures: [(String, String)] = [
        ("exit 3", "exited with status 3"), ("kill -9 $$", "exited with status 137"),
        ("echo secret-text", "not an ExecCredential"),
        ("echo '{\"kind\":\"Other\"}'", "expected kind ExecCredential of"), ("true", "not an ExecCredential"),
        ("sleep 60", "timed out after"), ("sleep 60 & sleep 60", "timed out after"),
        // The background process keeps the output open; the result is available all the same.
        ("(sleep 5 &) ; exit 3", "exited with status 3"), ("yes secret-text", "printed more than"),
        (
            "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'",
            "found no credentials"
        ),
        (
            "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":7}}'",
            "not an ExecCredential"
        ),
        (
            "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":"
                + "{\"token\":\"secret-text\",\"expirationTimestamp\":\"soon\"}}'", "expirationTimestamp is not a time"
        ),
        (
            "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":"
                + "{\"clientKeyData\":\"secret-text\"}}'", "found one of clientCertificateData and clientKeyData"
        ),
    ]

    @Test("The failure of a plugin is reported without its output", arguments: failures)
    func pluginFailure(script: String, message: String) async throws {
        try await TemporaryFolder.use { folder in
            try await KubernetesTestServer.use { server in
                var settings = SourceSettings.quick
                settings.pluginTimeout = script.hasPrefix("sleep") ? .milliseconds(200) : .seconds(30)
                let store = CredentialStore(
                    try server.access(login: Self.plugin(folder, script)),
                    settings: settings
                )
                let error = await #expect(throws: KubernetesError.self) { try await store.grant() }
                #expect(error?.code == .credentials)
                #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
                #expect(error?.message.contains("secret-text") == false)
            }
        }
    }

    @Test("A missing plugin is reported with its install hint")
    func noPlugin() async throws {
        try await KubernetesTestServer.use { server in
            var plugin = ExecPlugin(command: "no-such-plugin", apiVersion: "client.authentication.k8s.io/v1")
            plugin.installHint = "install it"
            let access = try server.access(login: Credentials(authorization: .plugin(plugin)))
            let error = await #expect(throws: KubernetesError.self) {
                try await CredentialStore(access, settings: .quick).grant()
            }
            #expect(error?.message == "plugin no-such-plugin: cannot run: no such program (install it)")
        }
    }

    @Test("A plugin that hangs is ended together with its waiting callers")
    func stoppedPlugin() async throws {
        try await TemporaryFolder.use { folder in
            try await KubernetesTestServer.use { server in
                let login = try Self.plugin(
                    folder,
                    "mkfifo \"$FOLDER/pipe\"; echo ready > \"$FOLDER/ready\"; cat \"$FOLDER/pipe\""
                )
                let follower = Follower(try KubernetesSources.Configuration(server, login: login))
                follower.sources.start()
                while folder.read("ready").isEmpty { try await Task.sleep(for: .milliseconds(1)) }
                await follower.sources.stop()
            }
        }
    }

    // MARK: TLS

    @Test("A client verifies the server by its authority file and reloads the file when it is replaced")
    func authorities() async throws {
        try await TestAuthority.use { files in
            let authority = try await files.authority()
            let other = try await files.authority("other")
            let first = try await files.server()
            let second = try await files.issue("second", names: ["IP:127.0.0.1"], for: .server, by: "other")
            try await KubernetesTestServer.use(
                tls: KubernetesTestServer.TLS(certificate: first.certificate, key: first.key)
            ) { server in
                try server.putServices("a")
                let access = try server.access(authorities: .file(authority))
                try await Follower.follow(KubernetesSources.Configuration(access: access)) { follower in
                    await follower.untilSynced("east")
                    try server.use(KubernetesTestServer.TLS(certificate: second.certificate, key: second.key))
                    // An open connection does not verify the server again.
                    await server.disappear()
                    try await server.reappear()
                    await follower.until { $0.status()?.failures.contains { $0.error.code == .tls } == true }
                    #expect(follower.names(.service) == ["a"])
                    try server.putServices("b")
                    try files.replace(authority, with: other)
                    await follower.until { $0.names(.service) == ["a", "b"] }
                    let message = follower.status()?.lastFailure?.error.message ?? ""
                    #expect(message.contains("was not issued by the configured authorities"), "\(message)")
                }
            }
        }
    }

    @Test("A client sends its certificate, and the new one after the files were replaced")
    func clientCertificate() async throws {
        try await TestAuthority.use { files in
            let authority = try await files.authority()
            let server = try await files.server()
            let clients = try await files.authority("clients")
            let good = try await files.issue("reader", names: [], for: .client, by: "clients")
            let bad = try await files.issue("stranger", names: [], for: .client)
            let mine = try await files.issue("mine", names: [], for: .client)
            try files.replace(mine, with: bad)
            let tls = KubernetesTestServer.TLS(
                certificate: server.certificate,
                key: server.key,
                clientAuthorities: clients
            )
            try await KubernetesTestServer.use(tls: tls) { server in
                try server.putServices("a")
                let certificate = Credentials.Certificate(chain: .file(mine.certificate), key: .file(mine.key))
                let access = try server.access(
                    login: Credentials(certificate: certificate),
                    authorities: .file(authority)
                )
                try await Follower.follow(KubernetesSources.Configuration(access: access)) { follower in
                    await follower.until { $0.status()?.phase == .unreachable }
                    #expect(server.requests.isEmpty)
                    try files.replace(mine, with: good)
                    await follower.untilSynced("east")
                    #expect(follower.names(.service) == ["a"])
                    #expect(follower.status()?.credentialsExpiry != nil)
                }
            }
        }
    }

    @Test("The name in the server's certificate may differ from the host name", arguments: [true, false])
    func serverName(isNamed: Bool) async throws {
        try await TestAuthority.use { files in
            let authority = try await files.authority()
            let pair = try await files.issue("api", names: ["DNS:api.test"], for: .server)
            try await KubernetesTestServer.use(
                tls: KubernetesTestServer.TLS(certificate: pair.certificate, key: pair.key)
            ) { server in
                let access = try server.access(
                    authorities: .file(authority),
                    serverName: isNamed ? "api.test" : nil
                )
                try await Follower.follow(KubernetesSources.Configuration(access: access)) { follower in
                    if isNamed {
                        await follower.untilSynced("east")
                        #expect(server.requests.first?.host == "127.0.0.1:\(server.port)")
                    } else {
                        await follower.until { $0.status()?.phase == .unreachable }
                        let message = follower.status()?.lastFailure?.error.message
                        #expect(message == "the server's certificate is for another name")
                    }
                }
            }
        }
    }

    @Test("A server without TLS is reported")
    func plainText() async throws {
        try await KubernetesTestServer.use { server in
            let url = server.url.replacing("http://", with: "https://")
            let address = try #require(ServerAddress(url))
            let access = ClusterAccess(server: address, origin: "test", verifiesServer: false)
            try await Follower.follow(KubernetesSources.Configuration(access: access)) { follower in
                await follower.until { $0.status()?.phase == .unreachable }
                #expect(follower.status()?.lastFailure?.error.code == .tls)
                #expect(follower.status()?.verifiesServer == false)
            }
        }
    }
}
