import MeshModel
import Testing

@Suite("An address has many texts, and one that it is known by")
struct IPAddressTests {
    @Test(
        "Texts of addresses",
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

    @Test("What is no address", arguments: ["", "10.0.0", "10.0.0.256", " 10.0.0.1", "fe80::1%eth0", "[::1]", "host"])
    func refused(text: String) { #expect(IPAddress(text) == nil) }
}
