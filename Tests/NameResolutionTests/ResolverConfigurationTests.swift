import Testing

@testable import NameResolution

#if canImport(Glibc)
    import Glibc
#endif

@Suite("resolv.conf")
struct ResolverConfigurationTests {
    @Test("Servers are read in order, with the supported options")
    func servers() throws {
        let configuration = ResolverConfiguration(
            resolvConf: """
                # a comment
                search svc.cluster.local cluster.local
                nameserver 10.96.0.10
                  nameserver\t2001:db8::53   # another one
                nameserver fe80::1%1
                nameserver not-an-address
                nameserver
                ; nameserver 192.0.2.1
                options ndots:5 timeout:3 attempts:4 rotate
                """
        )
        #expect(configuration.servers.map(\.address) == ["10.96.0.10", "2001:db8::53", "fe80::1%1"])
        #expect(configuration.servers.allSatisfy { $0.port == 53 })
        #expect(configuration.timeout == .seconds(3))
        #expect(configuration.attempts == 4)
    }

    @Test(
        "Options are limited, and invalid ones are skipped",
        arguments: [
            ("", 5, 2), ("options timeout:0 attempts:0", 5, 2), ("options timeout:x attempts", 5, 2),
            ("options timeout:99 attempts:99", 30, 5), ("options timeout:1\noptions timeout:2 attempts:1", 2, 1),
            ("options timeout:-1 attempts:99999999999999999999", 5, 2),
        ]
    )
    func options(_ text: String, timeout: Int, attempts: Int) {
        let configuration = ResolverConfiguration(resolvConf: text)
        #expect(configuration.timeout == .seconds(timeout))
        #expect(configuration.attempts == attempts)
    }

    @Test("A missing file, and one without servers, is an error")
    func unusable() {
        for path in ["/nonexistent/resolv.conf", "/dev/null", "/"] {
            #expect {
                try ResolverConfiguration.load(path: path)
            } throws: {
                ($0 as? ResolutionError)?.code == .configuration
            }
        }
    }

    @Test("The configuration is read from the given path")
    func file() throws {
        let path = "/tmp/name-resolution-test-\(UInt64.random(in: .min ... .max))"
        let file = try #require(fopen(path, "w"))
        fputs("nameserver 192.0.2.53\n", file)
        fclose(file)
        defer { unlink(path) }
        #expect(
            try ResolverConfiguration.load(path: path, port: 5353).servers.map(\.description) == ["192.0.2.53:5353"]
        )
    }

    @Test(
        "A server must have an IP address and a valid port",
        arguments: [
            ("a.example", 53), ("::1", 0), ("::1", 65536), ("127.0.0.1%1", 53), ("", 53),
            ("fe80::1%no-such-interface", 53),
        ]
    )
    func badServer(_ address: String, _ port: Int) {
        #expect(throws: ResolutionError.self) { try NameServer(address: address, port: port) }
    }
}
