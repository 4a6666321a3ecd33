import MeshModel
import Testing

@Suite("IP address texts")
struct IPAddressTests {
    @Test(
        "An IP address has one canonical text",
        arguments: [
            ("10.0.0.1", "10.0.0.1"), ("255.255.255.255", "255.255.255.255"), ("0.0.0.0", "0.0.0.0"),
            ("2001:DB8:0:0::1", "2001:db8::1"), ("2001:db8:1:0::1", "2001:db8:1::1"), ("::", "::"),
            ("fe80:0:0:0:0:0:0:0", "fe80::"), ("::ffff:10.0.0.1", "10.0.0.1"),
        ]
    )
    func description(text: String, expected: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == expected)
        #expect(IPAddress(expected) == address)
    }

    @Test(
        "An invalid IP address is refused",
        arguments: ["", "10.0.0", "10.0.0.256", " 10.0.0.1", "fe80::1%eth0", "[::1]", "host"]
    )
    func refused(text: String) { #expect(IPAddress(text) == nil) }

    @Test(
        "Text after a NUL byte is not ignored in an IP address",
        // The first one was found by fuzzing.
        arguments: [
            [0x3A, 0x3A, 0x66, 0x66, 0x66, 0x66, 0x00, 0x00, 0x3A, 0x4B, 0x3D, 0x6E, 0x31], Array("10.0.0.1\u{0}".utf8),
            Array("\u{0}10.0.0.1".utf8), Array("fd00::1\u{0}%eth0".utf8),
        ] as [[UInt8]]
    )
    func nul(bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(IPAddress(text) == nil)
        #expect(AddressPrefix("\(text)/8") == nil)
    }

    @Test("Addresses of both families are numbers", arguments: [("10.0.0.1", 0x0A00_0001), ("::10", 0x10)])
    func numbers(text: String, bits: UInt128) {
        #expect(IPAddress(text)?.bits == bits)
    }
}
