import Testing

@testable import NameResolution

@Suite("A DNS name")
struct DNSNameTests {
    @Test("is absolute, with or without its final dot, and has no case")
    func equality() throws {
        #expect(try DNSName("Gateway.Example.com.") == DNSName("gateway.example.com"))
        #expect(try DNSName("gateway.example.com").description == "gateway.example.com")
    }

    @Test(
        "is refused if it is not a host name",
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

    @Test("may have the greatest lengths")
    func longest() throws {
        let label = String(repeating: "a", count: 63)
        let text = [label, label, label, String(repeating: "a", count: 61)].joined(separator: ".")
        #expect(text.count == 253)
        #expect(try DNSName(text).description == text)
    }

    @Test("shows a dot inside a label as what it is, and is another name because of it")
    func dotInLabel() throws {
        let name = DNSName(checkedWire: [3, UInt8(ascii: "a"), UInt8(ascii: "."), UInt8(ascii: "b"), 0])
        #expect(name.description == "a\\046b")
        #expect(try name != DNSName("a.b"))
    }
}

@Suite("The text of an address")
struct AddressTextTests {
    @Test(
        "follows RFC 5952",
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
        #expect(AddressText.ipv6(bits) == text)
    }

    @Test(
        "is a dotted quad for IPv4",
        arguments: [(UInt32(0), "0.0.0.0"), (0x0A01_FF02, "10.1.255.2"), (.max, "255.255.255.255")]
    )
    func ipv4(_ bits: UInt32, _ text: String) {
        #expect(AddressText.ipv4(bits) == text)
    }
}
