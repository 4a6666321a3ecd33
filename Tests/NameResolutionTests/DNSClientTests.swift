import NIOCore
import NIOPosix
import NameResolution
import Testing

@Suite("DNS client with scripted servers", .timeLimit(.minutes(1)))
struct DNSClientTests {
    private static let name = "gateway.example"
    private static let found = FamilyOutcome.answered(addresses: ["10.0.0.1"], timeToLive: .seconds(60))
    private static let empty = FamilyOutcome.answered(addresses: [], timeToLive: nil)

    /// Responds with 10.0.0.1 for A and nothing for AAAA.
    private static func good(_ query: ScriptedDNSServer.Query) -> [ScriptedDNSServer.Reaction] {
        let records = query.family == .ipv4 ? [try? ipv4(name, 0x0A00_0001)].compactMap(\.self) : []
        return [.send(query.reply(records))]
    }

    private static func silent(_ query: ScriptedDNSServer.Query) -> [ScriptedDNSServer.Reaction] { [] }

    private static func code(
        _ code: DNSMessage.ResponseCode
    ) -> ScriptedDNSServer.Script {
        { [.send($0.reply(code: code))] }
    }

    private func lookUp(
        _ scripts: ScriptedDNSServer.Script...,
        timeout: Duration = .seconds(20),
        attempts: Int = 1
    ) async throws -> (lookup: NameLookup, queries: [[ScriptedDNSServer.Query]]) {
        try await withServers(scripts, timeout: timeout, attempts: attempts) { client, servers in
            let lookup = await client.lookUp(try DNSName(Self.name))
            return (lookup, servers.map(\.queries))
        }
    }

    @Test("The client queries A and AAAA records and sorts the addresses as text")
    func bothFamilies() async throws {
        let result = try await lookUp({ query in
            let records =
                query.family == .ipv4
                ? [try? ipv4(Self.name, 0x0A00_0009, seconds: 90), try? ipv4(Self.name, 0x0A00_000A, seconds: 40)]
                : [try? ipv6(Self.name, 0x2001_0db8 << 96 | 1)]
            return [.send(query.reply(records.compactMap(\.self)))]
        })
        #expect(result.lookup.ipv4 == .answered(addresses: ["10.0.0.10", "10.0.0.9"], timeToLive: .seconds(40)))
        #expect(result.lookup.ipv6 == .answered(addresses: ["2001:db8::1"], timeToLive: .seconds(60)))
        let queries = try #require(result.queries.first)
        #expect(Set(queries.map(\.family)) == [.ipv4, .ipv6])
        #expect(queries.allSatisfy { $0.message.recursionDesired && $0.transport == .udp })
    }

    @Test("The client follows aliases")
    func aliases() async throws {
        let result = try await lookUp({ query in
            let records = [
                try? alias(Self.name, to: "lb.example", seconds: 45), try? ipv4("lb.example", 0x0A00_0001),
            ]
            return [.send(query.reply(records.compactMap(\.self)))]
        })
        #expect(result.lookup.ipv4 == .answered(addresses: ["10.0.0.1"], timeToLive: .seconds(45)))
        #expect(result.lookup.ipv6 == .answered(addresses: [], timeToLive: .seconds(45)))
    }

    @Test("The client queries again over TCP if an answer is truncated, however long it is")
    func truncation() async throws {
        let result = try await lookUp({ query in
            guard query.family == .ipv4 else { return Self.good(query) }
            if query.transport == .udp { return [.send(query.reply { $0.isTruncated = true })] }
            let records = (0..<500).compactMap { try? ipv4(Self.name, 0x0A00_0000 + UInt32($0)) }
            return [.send(query.reply(records))]
        })
        guard case .answered(let addresses, _) = result.lookup.ipv4 else {
            Issue.record("expected an answer, got \(result.lookup.ipv4)")
            return
        }
        #expect(addresses.count == 500)
        let transports = result.queries.first?.filter { $0.family == .ipv4 }.map(\.transport)
        #expect(transports == [.udp, .tcp])
    }

    @Test("The client queries the next server if TCP ends without an answer, or if its answer is truncated too")
    func badTCP() async throws {
        for reaction in [nil, ScriptedDNSServer.Reaction.close] {
            let result = try await lookUp(
                { query in
                    if query.transport == .tcp, let reaction { return [reaction] }
                    return [.send(query.reply { $0.isTruncated = true })]
                },
                Self.good
            )
            #expect(result.lookup.ipv4 == Self.found)
        }
    }

    @Test("The client queries the next server after SERVFAIL")
    func serverFailure() async throws {
        let result = try await lookUp(Self.code(.serverFailure), Self.good)
        #expect(result.lookup == NameLookup(ipv4: Self.found, ipv6: Self.empty))
        #expect(result.queries.map(\.count) == [2, 2])
    }

    @Test("The client queries the next server after the timeout")
    func timeout() async throws {
        // Many attempts, because the good server has the same timeout.
        let result = try await lookUp(Self.silent, Self.good, timeout: .milliseconds(400), attempts: 5)
        #expect(result.lookup == NameLookup(ipv4: Self.found, ipv6: Self.empty))
    }

    @Test("The client queries the next server at once if the first one's port is closed")
    func closedPort() async throws {
        let gone = try await ScriptedDNSServer.start(Self.good)
        try await gone.stop()
        let lookup = try await withServers([Self.good]) { _, servers in
            let configuration = ResolverConfiguration(
                servers: [gone.address] + servers.map(\.address),
                // Longer than the test may take, so the timeout cannot end it.
                timeout: .seconds(600)
            )
            let client = DNSClient(configuration: configuration, group: MultiThreadedEventLoopGroup.singleton)
            return await client.lookUp(try DNSName(Self.name))
        }
        #expect(lookup.ipv4 == Self.found)
    }

    @Test("A lookup fails if all servers answer SERVFAIL")
    func onlyFailures() async throws {
        let result = try await lookUp(Self.code(.serverFailure), Self.code(.serverFailure), attempts: 2)
        guard case .failed(let error) = result.lookup.ipv4 else {
            Issue.record("expected a failure, got \(result.lookup.ipv4)")
            return
        }
        #expect(error.code == .serverFailure)
        #expect(result.queries.map(\.count) == [4, 4])
    }

    @Test("NXDOMAIN is an answer without addresses, but the other servers are queried too")
    func nameError() async throws {
        let none = try await lookUp(Self.code(.nameError), Self.code(.nameError))
        #expect(none.lookup == .nothing)
        let later = try await lookUp(Self.code(.nameError), Self.good)
        #expect(later.lookup.ipv4 == Self.found)
    }

    @Test("REFUSED and a referral are no answers")
    func declined() async throws {
        let referral: ScriptedDNSServer.Script = { [.send($0.reply { $0.recursionAvailable = false })] }
        for script in [Self.code(.refused), referral] {
            guard case .declined(let error) = try await lookUp(script).lookup.ipv4 else {
                Issue.record("expected the server to decline")
                continue
            }
            #expect(error.code == .declined)
        }
    }

    @Test("The client queries the next server if FORMERR arrives without the question")
    func formatError() async throws {
        let result = try await lookUp(
            {
                [
                    .send(
                        $0.reply(code: .formatError) { $0.question = nil }
                    )
                ]
            },
            Self.good
        )
        #expect(result.lookup.ipv4 == Self.found)
    }

    /// Answers as a forger would send them, each with an address that must not be accepted.
    private static func forgeries(_ query: ScriptedDNSServer.Query) -> [ScriptedDNSServer.Reaction] {
        let bad = [try? ipv4(name, 0x0606_0606), try? ipv6(name, 6)].compactMap(\.self)
        return [
            .send([]), .send(Array(repeating: 0xFF, count: 600)), .send([0, 1, 2]),
            .send(query.reply(bad) { $0.id &+= 1 }),
            .send(query.reply(bad) { $0.isResponse = false }),
            .send(query.reply(bad) { $0.opcode = 4 }),
            .send(query.reply(bad) { $0.question = nil }),
            .send(
                query.reply(bad) {
                    $0.question = (try? DNSName("other.example")).map { DNSMessage.Question(name: $0, family: .ipv4) }
                }
            ),
            .send(
                query.reply(bad) { message in
                    let other: DNSMessage.AddressFamily = query.family == .ipv4 ? .ipv6 : .ipv4
                    message.question = message.question.map { DNSMessage.Question(name: $0.name, family: other) }
                }
            ),
            // Correct, but cut off.
            .send(query.reply(bad).dropLast(3)),
            .sendFromElsewhere(query.reply(bad)),
        ]
    }

    @Test("The client ignores forgeries before the answer")
    func forgeries() async throws {
        let result = try await lookUp({ Self.forgeries($0) + Self.good($0) })
        #expect(result.lookup == NameLookup(ipv4: Self.found, ipv6: Self.empty))
        #expect(result.queries.map(\.count) == [2])
    }

    @Test("The client does not accept a forgery without a real answer, and reports the number of ignored messages")
    func onlyForgeries() async throws {
        // If other tests delay the event loops, forgeries may arrive after the timeout: then retry with a longer one.
        var timeout = Duration.seconds(1)
        var errors = try await errors(ofForgeriesWithin: timeout)
        while timeout < .seconds(16), !errors.allSatisfy({ $0.message.contains("ignored") }) {
            timeout *= 2
            errors = try await self.errors(ofForgeriesWithin: timeout)
        }
        #expect(errors.map(\.code) == [.timeout, .timeout])
        for error in errors { #expect(error.message.contains("ignored")) }
    }

    private func errors(ofForgeriesWithin timeout: Duration) async throws -> [ResolutionError] {
        let lookup = try await lookUp(Self.forgeries, timeout: timeout).lookup
        return [lookup.ipv4, lookup.ipv6].compactMap { outcome in
            guard case .failed(let error) = outcome else { return nil }
            return error
        }
    }

    @Test("The client uses unpredictable query ids")
    func numbers() async throws {
        let ids = try await withServers([Self.good]) { client, servers in
            for _ in 0..<20 { _ = await client.lookUp(try DNSName(Self.name)) }
            return servers.flatMap(\.queries).map(\.message.id)
        }
        #expect(ids.count == 40)
        #expect(Set(ids).count > 30)
    }

    @Test("A cancelled lookup leaves no socket open", arguments: [ScriptedDNSServer.Transport.udp, .tcp])
    func cancellation(_ transport: ScriptedDNSServer.Transport) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let server = try await ScriptedDNSServer.start { query in
            transport == .tcp && query.transport == .udp ? [.send(query.reply { $0.isTruncated = true })] : []
        }
        let configuration = ResolverConfiguration(servers: [server.address], timeout: .seconds(600))
        let client = DNSClient(configuration: configuration, group: group)
        let name = try DNSName(Self.name)
        let lookup = Task { await client.lookUp(name) }
        for await query in server.arrivals where query.transport == transport { break }
        lookup.cancel()
        let result = await lookup.value
        guard case .failed = result.ipv4, case .failed = result.ipv6 else {
            Issue.record("expected failures, got \(result)")
            return
        }
        try await server.stop()
        // It would fail if a socket were still open and had to be closed forcibly.
        try await group.shutdownGracefully()
    }
}
