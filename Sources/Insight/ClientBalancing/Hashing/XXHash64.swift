/// The 64-bit xxHash of a sequence of bytes, the hash of Envoy's and gRPC's rings and of Envoy's Maglev tables.
///
/// Algorithm: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md, "XXH64 Algorithm Description".
enum XXHash64 {
    private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5
    )

    /// Hashes a text's UTF-8 bytes.
    static func hash(_ text: String, seed: UInt64 = 0) -> UInt64 { hash([UInt8](text.utf8), seed: seed) }

    /// Hashes bytes.
    static func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
        var input = bytes[...]
        var hash = input.count >= 32 ? stripes(&input, seed: seed) : seed &+ primes.4
        hash &+= UInt64(bytes.count)
        while input.count >= 8 {
            hash ^= round(0, word(&input, bytes: 8))
            hash = rotate(hash, 27) &* primes.0 &+ primes.3
        }
        if input.count >= 4 {
            hash ^= word(&input, bytes: 4) &* primes.0
            hash = rotate(hash, 23) &* primes.1 &+ primes.2
        }
        for byte in input {
            hash ^= UInt64(byte) &* primes.4
            hash = rotate(hash, 11) &* primes.0
        }
        return avalanche(hash)
    }

    /// Four accumulators over stripes of 32 bytes, merged into one.
    private static func stripes(_ input: inout ArraySlice<UInt8>, seed: UInt64) -> UInt64 {
        var lanes = (seed &+ primes.0 &+ primes.1, seed &+ primes.1, seed, seed &- primes.0)
        while input.count >= 32 {
            lanes.0 = round(lanes.0, word(&input, bytes: 8))
            lanes.1 = round(lanes.1, word(&input, bytes: 8))
            lanes.2 = round(lanes.2, word(&input, bytes: 8))
            lanes.3 = round(lanes.3, word(&input, bytes: 8))
        }
        var hash = rotate(lanes.0, 1) &+ rotate(lanes.1, 7) &+ rotate(lanes.2, 12) &+ rotate(lanes.3, 18)
        for lane in [lanes.0, lanes.1, lanes.2, lanes.3] {
            hash = (hash ^ round(0, lane)) &* primes.0 &+ primes.3
        }
        return hash
    }

    private static func round(_ accumulator: UInt64, _ lane: UInt64) -> UInt64 {
        rotate(accumulator &+ lane &* primes.1, 31) &* primes.0
    }

    private static func avalanche(_ value: UInt64) -> UInt64 {
        var hash = value
        hash ^= hash >> 33
        hash &*= primes.1
        hash ^= hash >> 29
        hash &*= primes.2
        return hash ^ hash >> 32
    }

    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 { value << count | value >> (64 - count) }

    /// Takes a little-endian number off the front.
    private static func word(_ input: inout ArraySlice<UInt8>, bytes: Int) -> UInt64 {
        var value: UInt64 = 0
        for (index, byte) in input.prefix(bytes).enumerated() { value |= UInt64(byte) << UInt64(8 * index) }
        input = input.dropFirst(bytes)
        return value
    }
}
