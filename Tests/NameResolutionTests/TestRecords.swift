import NIOPosix
import NameResolution
import Testing

/// Records with addresses as numbers, which the tests compare as text.
func ipv4(_ name: String, _ bits: UInt32, seconds: UInt32 = 60) throws -> DNSRecord {
    DNSRecord(name: try DNSName(name), timeToLive: seconds, content: .ipv4(bits))
}

func ipv6(_ name: String, _ bits: UInt128, seconds: UInt32 = 60) throws -> DNSRecord {
    DNSRecord(name: try DNSName(name), timeToLive: seconds, content: .ipv6(bits))
}

func alias(_ name: String, to target: String, seconds: UInt32 = 60) throws -> DNSRecord {
    DNSRecord(name: try DNSName(name), timeToLive: seconds, content: .alias(try DNSName(target)))
}

/// Starts a server for each script, in order, and stops all of them.
func withServers<Result>(
    _ scripts: [ScriptedDNSServer.Script],
    timeout: Duration = .seconds(20),
    attempts: Int = 1,
    _ body: (DNSClient, [ScriptedDNSServer]) async throws -> Result
) async throws -> Result {
    var servers: [ScriptedDNSServer] = []
    for script in scripts { servers.append(try await ScriptedDNSServer.start(script)) }
    let configuration = ResolverConfiguration(servers: servers.map(\.address), timeout: timeout, attempts: attempts)
    let client = DNSClient(configuration: configuration, group: MultiThreadedEventLoopGroup.singleton)
    do {
        let result = try await body(client, servers)
        for server in servers { try await server.stop() }
        return result
    } catch {
        for server in servers { try? await server.stop() }
        throw error
    }
}
