import Testing

@testable import NameResolution

@Suite("DNS names")
struct DNSNameTests {
    @Test("A name is absolute, with or without its final dot, and case-insensitive")
    func equality() throws {
        #expect(try DNSName("Gateway.Example.com.") == DNSName("gateway.example.com"))
        #expect(try DNSName("gateway.example.com").description == "gateway.example.com")
    }

    @Test(
        "Text that is not a host name is rejected",
        arguments: [
            "", ".", "a..b", ".a", "a..", "a b", "a\\.b", "gäteway.example", "a/b", "a\u{0}b",
            String(repeating: "a", count: 64) + ".example",
            Array(repeating: "abcdefg", count: 32).joined(separator: "."),
        ]
    )
    func refused(_ text: String) {
        #expect {
            try DNSName(text)
        } throws: {
            ($0 as? ResolutionError)?.code == .invalidName
        }
    }

    @Test("A name of the largest length is accepted")
    func longest() throws {
        let label = String(repeating: "a", count: 63)
        let text = [label, label, label, String(repeating: "a", count: 61)].joined(separator: ".")
        #expect(text.count == 253)
        #expect(try DNSName(text).description == text)
    }

    @Test("A dot inside a label is escaped and makes another name")
    func dotInLabel() throws {
        let name = DNSName(checkedWire: [3, UInt8(ascii: "a"), UInt8(ascii: "."), UInt8(ascii: "b"), 0])
        #expect(name.description == "a\\046b")
        #expect(try name != DNSName("a.b"))
    }
}

@Suite("Address text")
struct IPAddressTextTests {
    @Test(
        "The text of an IPv6 address follows RFC 5952",
        arguments: [
            (UInt128(0), "::"),
            (1, "::1"),
            (0x2001_0db8_0000_0000_0000_0000_0000_0001, "2001:db8::1"),
            (0x2001_0db8_0000_0000_0001_0000_0000_0000, "2001:db8:0:0:1::"),
            (0x2001_0db8_0000_0000_0001_0000_0000_0001, "2001:db8::1:0:0:1"),
            (0x2001_0db8_0000_0001_0001_0001_0001_0001, "2001:db8:0:1:1:1:1:1"),
            (0xfe80_0000_0000_0000_0000_0000_0000_0000, "fe80::"),
            (0x0001_0002_0003_0004_0005_0006_0007_0008, "1:2:3:4:5:6:7:8"),
            (0xffff_0a00_0001, "10.0.0.1"),
        ]
    )
    func ipv6(_ bits: UInt128, _ text: String) {
        #expect(IPAddressText.ipv6(bits) == text)
    }

    @Test(
        "The text of an IPv4 address is a dotted quad",
        arguments: [(UInt32(0), "0.0.0.0"), (0x0A01_FF02, "10.1.255.2"), (.max, "255.255.255.255")]
    )
    func ipv4(_ bits: UInt32, _ text: String) {
        #expect(IPAddressText.ipv4(bits) == text)
    }
}
