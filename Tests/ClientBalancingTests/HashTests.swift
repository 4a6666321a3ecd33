import MeshModel
import Testing

@testable import ClientBalancing

@Suite("Hashes and tables are those of Envoy")
struct HashTests {
    @Test(
        "The xxHash of known texts is known",
        arguments: [
            ("", 0, 0xEF46_DB37_51D8_E999), ("a", 0, 0xD24E_C4F1_A98C_6E5B), ("abc", 0, 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0, 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64, UInt64)]
    )
    func xxHash(text: String, seed: UInt64, hash: UInt64) {
        #expect(XXHash64.hash(text, seed: seed) == hash)
    }

    @Test(
        "MurmurHash2 agrees with the std::hash of libstdc++",
        arguments: [
            ("", 6_142_509_188_972_423_790), ("a", 4_993_892_634_952_068_459), ("foo", 9_631_199_822_919_835_226),
            ("01234567", 17_577_775_539_208_015_928), ("127.1.0.1:19601_0", 13_944_892_775_338_046_070),
            ("127.1.0.1:19601_1234567", 15_887_749_941_753_138_457),
        ] as [(String, UInt64)]
    )
    func murmur(text: String, hash: UInt64) {
        #expect(MurmurHash2.hash(text) == hash)
    }

    private func keys(_ weights: [Double]) -> [WeightedKey] {
        let total = weights.reduce(0, +)
        return weights.enumerated().map { WeightedKey(host: $0, key: "10.0.0.\($0):80", weight: $1 / total) }
    }

    @Test("A ring has the least number of points that gives each host a whole number where weights allow it")
    func ringSize() {
        #expect(HashRing(keys([1, 1, 1, 1]), sizes: RingSizes()).entries.count == 1024)
        #expect(HashRing(keys([1, 1, 1]), sizes: RingSizes()).entries.count == 1026)
        #expect(HashRing(keys([1, 99]), sizes: RingSizes(minimum: 10)).entries.count == 100)
        #expect(HashRing(keys([1, 99]), sizes: RingSizes(minimum: 10, maximum: 50)).entries.count == 50)
        #expect(HashRing([], sizes: RingSizes()).entries.isEmpty)
    }

    @Test("The arcs of a ring add up to the whole")
    func ringShares() {
        for weights in [[1], [1, 2], [1, 1, 1, 1, 3], [300, 1, 7]] as [[Double]] {
            for minimum in [1, 16, 1024] as [UInt64] {
                let shares = HashRing(keys(weights), sizes: RingSizes(minimum: minimum)).shares
                #expect(abs(shares.values.reduce(0, +) - 1) < 1e-9)
            }
        }
    }

    @Test("A Maglev table is full and gives each host its weight")
    func maglev() {
        let shares = MaglevTable(keys([1, 1, 1, 1, 3]), size: 65537).shares
        #expect(abs((shares[4] ?? 0) - 3.0 / 7) < 0.0001)
        #expect(abs(shares.values.reduce(0, +) - 1) < 1e-9)
        #expect(MaglevTable([], size: 65537).slots.isEmpty)
    }
}
