import Testing

@testable import NameResolution

@Suite("Alias chains")
struct AliasChainTests {
    private func question(_ family: DNSMessage.AddressFamily = .ipv4) throws -> DNSMessage.Question {
        DNSMessage.Question(name: try DNSName("n0.example"), family: family)
    }

    private func chain(of count: Int) throws -> [DNSRecord] {
        try (0..<count).map { try alias("n\($0).example", to: "n\($0 + 1).example") }
            + [ipv4("n\(count).example", 0x0A00_0001)]
    }

    @Test("An alias chain is followed whatever the order of its records, up to 8 of them", arguments: [0, 1, 2, 8])
    func followed(_ count: Int) throws {
        let chain = try AliasChain(from: question(), in: chain(of: count).reversed())
        #expect(chain.addresses == ["10.0.0.1"])
    }

    @Test("An alias chain of 9 records is rejected")
    func tooLong() throws {
        let records = try chain(of: 9)
        #expect(throws: ResolutionError.self) { try AliasChain(from: question(), in: records) }
    }

    @Test("A circular alias chain is rejected")
    func circle() throws {
        let records = [try alias("n0.example", to: "n1.example"), try alias("n1.example", to: "n0.example")]
        #expect(throws: ResolutionError.self) { try AliasChain(from: question(), in: records) }
    }

    @Test("An alias chain that leads out of the answer has no addresses")
    func dangling() throws {
        let chain = try AliasChain(from: question(), in: [alias("n0.example", to: "gone.example", seconds: 77)])
        #expect(chain.addresses == [] && chain.timeToLive == .seconds(77))
    }

    @Test("An alias chain has each address once, sorted as text, and the smallest TTL of the used records")
    func addresses() throws {
        let records = [
            try ipv4("n0.example", 0x0A00_0009, seconds: 300), try ipv4("n0.example", 0x0A00_000A, seconds: 200),
            try ipv4("n0.example", 0x0A00_0009, seconds: 400), try ipv6("n0.example", 1, seconds: 5),
            try ipv4("other.example", 0x0A00_0001, seconds: 1),
        ]
        let chain = try AliasChain(from: question(), in: records)
        #expect(chain.addresses == ["10.0.0.10", "10.0.0.9"])
        #expect(chain.timeToLive == .seconds(200))
    }
}
