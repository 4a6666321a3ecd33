import EnvoyMessages
import Testing

@Suite("Content hash (XXH64)")
struct ContentHashTests {
    @Test(
        "The hash equals the published vectors",
        arguments: [
            ("", 0xEF46_DB37_51D8_E999),
            ("a", 0xD24E_C4F1_A98C_6E5B),
            ("abc", 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64)]
    )
    func vectors(text: String, expected: UInt64) {
        #expect(ContentHash([UInt8](text.utf8)).value == expected)
    }

    @Test(
        "The hash is correct for every tail length after the stripes",
        arguments: [(32, 0xCBF5_9C51_16FF_32B4), (101, 0xE990_3849_5F85_381E)] as [(Int, UInt64)]
    )
    func counting(count: Int, expected: UInt64) {
        #expect(ContentHash((0..<count).map { UInt8($0) }).value == expected)
    }

    @Test("The text of a hash has sixteen digits")
    func description() {
        #expect(ContentHash([UInt8]("abc".utf8)).description == "44bc2cf5ad770999")
        let leading = (0..<10_000).lazy.map { ContentHash(WireBuilder.varint($0)) }.first { $0.value >> 60 == 0 }
        #expect(leading?.description.utf8.count == 16)
    }
}
