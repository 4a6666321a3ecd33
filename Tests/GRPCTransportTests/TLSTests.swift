import NIOCore
import NIOPosix
import NIOSSL
import TestCertificates
import Testing

@testable import GRPCTransport

/// A TLS server on a free port, and its files.
private struct TLSBench: Sendable {
    let authority: TestAuthority
    let files: TestAuthority.Files
    let reloader: TLSReloader
    /// Options that trust the server, without a client certificate.
    let client: TLSClientContext.Options

    /// Makes the certificates, without a server.
    static func use(asksClients: Bool = true, _ body: (TLSBench) async throws -> Void) async throws {
        try await TestAuthority.use { authority in
            let root = try await authority.authority()
            let files = try await authority.server()
            var client = TLSClientContext.Options()
            client.authorities = root
            let source = TLSConfigurationSource(
                certificate: files.certificate,
                key: files.key,
                clientAuthorities: asksClients ? root : nil
            )
            let reloader = try TLSReloader(source)
            try await body(TLSBench(authority: authority, files: files, reloader: reloader, client: client))
        }
    }

    /// Returns the options of a client with a certificate.
    func client(showing shown: TestAuthority.Files) -> TLSClientContext.Options {
        var options = client
        options.certificate = shown.certificate
        options.key = shown.key
        return options
    }

    /// Returns a client that the server accepts.
    func goodClient() async throws -> TLSClientContext.Options {
        client(showing: try await authority.issue("client", names: ["URI:spiffe://test/client"], for: .client))
    }

    func setup(_ options: TLSClientContext.Options) throws -> TransportFixture.Setup {
        var setup = TransportFixture.Setup()
        setup.server.tls = reloader
        setup.client.tls = try TLSClientContext(options)
        return setup
    }

    /// Connects to the server again, and returns the server's certificate.
    func certificateShown(by fixture: TransportFixture, to options: TLSClientContext.Options) async throws -> [UInt8] {
        var configuration = GRPCClientConfiguration()
        configuration.tls = try TLSClientContext(options)
        let connection = try await GRPCClientConnection.connect(
            to: try #require(fixture.server.localAddress),
            group: TransportFixture.group,
            configuration: configuration
        )
        let other = TransportFixture(server: fixture.server, client: connection, log: fixture.log)
        do {
            try await other.expectAlive()
            let shown = try await connection.channel.nioSSL_peerCertificate().get()
            await connection.close()
            return try #require(shown).toDERBytes()
        } catch {
            await connection.close()
            throw error
        }
    }
}

@Suite("TLS of a server", .timeLimit(.minutes(2)))
struct TLSTests {
    @Test(
        "Clients of TLS 1.2 and 1.3 are served with ALPN h2, and without ALPN (X-31)",
        arguments: [TLSClientContext.Version.tls12, .tls13],
        [["h2"], ["h2", "http/1.1"], []]
    )
    func versions(version: TLSClientContext.Version, protocols: [String]) async throws {
        try await TLSBench.use(asksClients: false) { bench in
            var options = bench.client
            options.version = version
            options.applicationProtocols = protocols
            try await TransportFixture.run(bench.setup(options)) { fixture in
                try await fixture.expectAlive()
                let spoken = try await fixture.client.channel.nioSSL_tlsVersion().get()
                #expect(spoken == (version == .tls12 ? .tlsv12 : .tlsv13))
                #expect(fixture.server.connections.count == 1)
            }
        }
    }

    @Test("A client that offers only http/1.1 is closed (X-31)")
    func wrongProtocol() async throws {
        try await TLSBench.use(asksClients: false) { bench in
            var options = bench.client
            options.applicationProtocols = ["http/1.1"]
            try await expectRefused(bench.setup(options))
        }
    }

    /// Clients that must be rejected.
    enum Stranger: String, CaseIterable, Sendable {
        case withoutCertificate, ofForeignAuthority, expired, withServerCertificate

        fileprivate func options(_ bench: TLSBench) async throws -> TLSClientContext.Options {
            let names = ["URI:spiffe://test/client"]
            let authority = bench.authority
            switch self {
            case .withoutCertificate: return bench.client
            case .ofForeignAuthority:
                _ = try await authority.authority("foreign")
                return bench.client(
                    showing: try await authority.issue("client", names: names, for: .client, by: "foreign")
                )
            case .expired:
                return bench.client(
                    showing: try await authority.issue("client", names: names, for: .client, days: -1)
                )
            case .withServerCertificate:
                return bench.client(showing: try await authority.issue("client", names: names, for: .server))
            }
        }
    }

    @Test(
        "The handshake of unknown clients fails, and no stream opens for them (X-31, XP-O8)",
        arguments: Stranger.allCases,
        [TLSClientContext.Version.tls12, .tls13]
    )
    func strangers(stranger: Stranger, version: TLSClientContext.Version) async throws {
        try await TLSBench.use { bench in
            var options = try await stranger.options(bench)
            options.version = version
            try await expectRefused(bench.setup(options))
        }
    }

    @Test("The names in a client's certificate are known before the first stream opens (XP-O8)")
    func identity() async throws {
        try await TLSBench.use { bench in
            let files = try await bench.authority.issue(
                "client",
                names: ["URI:spiffe://test/ns/shop/sa/web", "DNS:Web.Shop.test", "IP:127.0.0.9", "email:a@b.test"],
                for: .client
            )
            let seen = EventLog<PeerIdentity?>()
            var setup = try bench.setup(bench.client(showing: files))
            setup.custom = { stream, event in
                guard case .opened = event else { return }
                seen.append(stream.peer.identity)
                stream.finish(status: .ok)
            }
            try await TransportFixture.run(setup) { fixture in
                let call = try await fixture.call("Custom")
                #expect(try await call.closed().status == .ok)
                let identity = try #require(try await seen.first { .some($0) } as PeerIdentity?)
                #expect(identity.uris == ["spiffe://test/ns/shop/sa/web"])
                #expect(identity.dnsNames == ["web.shop.test"])
            }
        }
    }

    @Test("Streams end gracefully with UNAUTHENTICATED when the client's certificate has expired (XP-O8)")
    func expiryWhileConnected() async throws {
        try await TLSBench.use { bench in
            try await TransportFixture.run(bench.setup(try await bench.goodClient())) { fixture in
                let call = try await fixture.call("Echo")
                try await call.send("a")
                #expect(try await call.nextMessage() == "a")
                fixture.server.connections.runOnEach { connection in
                    (connection as? any LimitedConnection)?.endWhenIdentityExpires(in: 400 * 24 * 3_600)
                }
                try await fixture.expectAlive()
                fixture.server.connections.runOnEach { connection in
                    (connection as? any LimitedConnection)?.endWhenIdentityExpires(in: 0)
                }
                #expect(try await call.closed().status?.code == .unauthenticated)
                try await fixture.client.channel.closeFuture.get()
            }
        }
    }

    @Test("New connections get replaced files while old streams stay open (X-32)")
    func replacement() async throws {
        try await TLSBench.use(asksClients: false) { bench in
            let first = try firstCertificate(of: bench.files.certificate)
            let renewed = try await bench.authority.server("renewed")
            let second = try firstCertificate(of: renewed.certificate)
            try await TransportFixture.run(bench.setup(bench.client)) { fixture in
                let old = try await fixture.call("Echo")
                try await old.send("before")
                #expect(try await old.nextMessage() == "before")
                #expect(try await bench.certificateShown(by: fixture, to: bench.client) == first)
                #expect(bench.reloader.reload() == .unchanged)

                try bench.authority.replace(bench.files, with: renewed)
                #expect(bench.reloader.reload() == .replaced(expiry: bench.reloader.expiry))
                #expect(try await bench.certificateShown(by: fixture, to: bench.client) == second)
                try await old.send("after")
                #expect(try await old.nextMessage() == "after")
                try await old.run { $0.halfClose() }
                #expect(try await old.closed().status == .ok)
            }
        }
    }

    @Test("New connections are verified with replaced authorities (XP-O8)")
    func replacedAuthorities() async throws {
        try await TLSBench.use { bench in
            let authorities = try #require(bench.reloader.source.clientAuthorities)
            var options = try await bench.goodClient()
            // The server's own certificate is still issued by the first authority.
            options.authorities = bench.authority.path("kept.pem")
            try bench.authority.replace(bench.authority.path("kept.pem"), with: authorities)
            let other = try await bench.authority.authority("other")
            let setup = try bench.setup(options)
            try await TransportFixture.run(setup) { fixture in
                try await fixture.expectAlive()
                try bench.authority.replace(authorities, with: other)
                #expect(bench.reloader.reload() == .replaced(expiry: bench.reloader.expiry))
                try await expectRefused(setup)
                try await fixture.expectAlive()
            }
        }
    }

    @Test("The last valid files stay in use when new ones are invalid (X-32)", arguments: BrokenFiles.allCases)
    func brokenReplacement(broken: BrokenFiles) async throws {
        try await TLSBench.use(asksClients: true) { bench in
            let options = try await bench.goodClient()
            let shown = try firstCertificate(of: bench.files.certificate)
            let code = try await broken.apply(to: bench.files, of: bench.authority)
            guard case .refused(let error) = bench.reloader.reload() else {
                Issue.record("expected the files to be rejected")
                return
            }
            #expect(error.code == code)
            #expect(error.message.hasPrefix(bench.authority.folder))
            // Reported once, not at every check.
            #expect(bench.reloader.reload() == .unchanged)
            var kept = options
            kept.authorities = nil
            try await TransportFixture.run(bench.setup(kept)) { fixture in
                let now = try await bench.certificateShown(by: fixture, to: kept)
                #expect(now == shown)
            }
        }
    }

    @Test("A server with invalid files does not start", arguments: BrokenFiles.allCases)
    func brokenStart(broken: BrokenFiles) async throws {
        try await TLSBench.use { bench in
            let code = try await broken.apply(to: bench.files, of: bench.authority)
            let source = bench.reloader.source
            let error = #expect(throws: TLSError.self) { _ = try TLSReloader(source) }
            #expect(error?.code == code)
            #expect(error?.message.contains("expected") == true)
        }
    }

    @Test("A change is loaded after two checks with the same result")
    func settling() async throws {
        try await TLSBench.use(asksClients: false) { bench in
            #expect(bench.reloader.look() == .unchanged)
            let renewed = try await bench.authority.server("renewed")
            try bench.authority.replace(bench.files.certificate, with: renewed.certificate)
            #expect(bench.reloader.look() == .unchanged)
            try bench.authority.replace(bench.files.key, with: renewed.key)
            #expect(bench.reloader.look() == .unchanged)
            #expect(bench.reloader.look() == .replaced(expiry: bench.reloader.expiry))
            #expect(bench.reloader.look() == .unchanged)
        }
    }

    @Test("A watch detects a change")
    func watching() async throws {
        try await TLSBench.use(asksClients: false) { bench in
            let outcomes = EventLog<TLSReloader.Outcome>()
            let watch = bench.reloader.watch(every: .milliseconds(20), report: outcomes.append)
            defer { watch.cancel() }
            try bench.authority.replace(bench.files, with: try await bench.authority.server("renewed"))
            let expiry = try await outcomes.first { if case .replaced(let expiry) = $0 { expiry } else { nil } }
            #expect(expiry == bench.reloader.expiry)
        }
    }

    @Test("A connection without a handshake is closed, and may be stopped before (XP-H56)")
    func silentClient() async throws {
        try await TLSBench.use(asksClients: false) { bench in
            var setup = try bench.setup(bench.client)
            setup.server.timeouts.firstRequest = .milliseconds(200)
            try await TransportFixture.run(setup) { fixture in
                let silent = try await ClientBootstrap(group: TransportFixture.group)
                    .connect(to: try #require(fixture.server.localAddress)).get()
                try await silent.closeFuture.get()
            }
            setup.server.timeouts.firstRequest = nil
            try await TransportFixture.run(setup) { fixture in
                try await fixture.expectAlive()
                let silent = try await ClientBootstrap(group: TransportFixture.group)
                    .connect(to: try #require(fixture.server.localAddress)).get()
                try await fixture.server.drain()
                try await silent.closeFuture.get()
                #expect(fixture.server.connections.count == 0)
            }
        }
    }

    @Test("TLS works over a Unix socket, whose file is removed at the end")
    func unixSocket() async throws {
        try await TLSBench.use { bench in
            var options = try await bench.goodClient()
            options.serverName = "server.test"
            var setup = try bench.setup(options)
            let path = bench.authority.path("server.sock")
            setup.address = .unixSocket(path: path)
            try await TransportFixture.run(setup) { fixture in
                try await fixture.expectAlive()
                #expect(FileFingerprint(of: path).exists)
            }
            #expect(!FileFingerprint(of: path).exists)
        }
    }

    @Test("A TLS server rejects plain text")
    func plainText() async throws {
        try await TLSBench.use(asksClients: false) { bench in
            var setup = try bench.setup(bench.client)
            setup.client.tls = nil
            try await expectRefused(setup)
        }
    }
}

/// The ways in which files become invalid.
enum BrokenFiles: String, CaseIterable, Sendable {
    case keyOfAnother, noCertificate, emptyKey, noKey, lockedKey, expired, missing

    /// Makes a server's files invalid.
    ///
    /// - Returns: the expected error.
    func apply(to files: TestAuthority.Files, of authority: TestAuthority) async throws -> TLSError.Code {
        switch self {
        case .keyOfAnother:
            let other = try await authority.server("other")
            try authority.replace(files.key, with: other.key)
            return .mismatch
        case .noCertificate:
            try authority.replace(files.certificate, with: files.key)
            return .certificate
        case .emptyKey:
            try authority.write("", to: files.key)
            return .key
        case .noKey:
            try authority.replace(files.key, with: files.certificate)
            return .key
        case .lockedKey:
            let locked = authority.path("locked.key")
            try await authority.openssl("ec", "-in", files.key, "-aes128", "-passout", "pass:secret", "-out", locked)
            try authority.replace(files.key, with: locked)
            return .key
        case .expired:
            let old = try await authority.issue("old", names: ["IP:127.0.0.1"], for: .server, days: -1)
            try authority.replace(files, with: old)
            return .expired
        case .missing:
            try authority.remove(files.certificate)
            return .file
        }
    }
}

/// Returns the first certificate of a PEM file.
private func firstCertificate(of path: String) throws -> [UInt8] {
    try #require(try NIOSSLCertificate.fromPEMFile(path).first).toDERBytes()
}

/// Opens a call and expects that it ends without a response and does not reach the server.
private func expectRefused(_ setup: TransportFixture.Setup) async throws {
    var setup = setup
    let ends = EventLog<ClientEvent>()
    setup.whenActive = { session in
        let handler = RecordingClientHandler(record: ends.append)
        _ = try? session.openCall(path: "/test.Service/Fail", handler: handler)
    }
    try await TransportFixture.run(setup) { fixture in
        let end = try await ends.first { event -> GRPCStatus?? in
            if case .closed(_, let status) = event { status } else { nil }
        }
        try #require(end == nil)
        try await fixture.client.channel.closeFuture.get()
        try await fixture.server.close()
        #expect(fixture.log.recorded.isEmpty)
        #expect(fixture.server.connections.count == 0)
    }
}
