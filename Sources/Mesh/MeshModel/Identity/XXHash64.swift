/// The 64-bit xxHash of a sequence of bytes: the hash of encoded content, and of Envoy's and gRPC's rings and Envoy's
/// Maglev tables.
///
/// It does not resist a search for collisions. Algorithm:
/// <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>, "XXH64 Algorithm Description".
public enum XXHash64 {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    /// Hashes a text's UTF-8 bytes.
    public static func hash(_ text: String, seed: UInt64 = 0) -> UInt64 { hash(Array(text.utf8), seed: seed) }

    /// Hashes an array.
    public static func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
        bytes.withUnsafeBytes { hash($0, seed: seed) }
    }

    /// Hashes a buffer.
    ///
    /// - Complexity: O(*n*), about the speed of memory.
    public static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        var position = 0
        var hash = bytes.count < 32 ? seed &+ prime5 : stripes(bytes, &position, seed: seed)
        hash = hash &+ UInt64(bytes.count)
        return avalanche(tail(hash, bytes, position))
    }

    /// Hashes stripes of 32 bytes in four lanes, merged into one hash.
    private static func stripes(_ bytes: UnsafeRawBufferPointer, _ position: inout Int, seed: UInt64) -> UInt64 {
        var lanes = (seed &+ prime1 &+ prime2, seed &+ prime2, seed, seed &- prime1)
        while position + 32 <= bytes.count {
            lanes.0 = round(lanes.0, word(bytes, position))
            lanes.1 = round(lanes.1, word(bytes, position + 8))
            lanes.2 = round(lanes.2, word(bytes, position + 16))
            lanes.3 = round(lanes.3, word(bytes, position + 24))
            position += 32
        }
        var hash = rotate(lanes.0, 1) &+ rotate(lanes.1, 7)
        hash = hash &+ rotate(lanes.2, 12) &+ rotate(lanes.3, 18)
        hash = merge(hash, lanes.0)
        hash = merge(hash, lanes.1)
        hash = merge(hash, lanes.2)
        return merge(hash, lanes.3)
    }

    private static func tail(_ start: UInt64, _ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        var hash = start
        var position = offset
        while position + 8 <= bytes.count {
            hash ^= round(0, word(bytes, position))
            hash = rotate(hash, 27) &* prime1 &+ prime4
            position += 8
        }
        if position + 4 <= bytes.count {
            let half = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            hash ^= UInt64(half) &* prime1
            hash = rotate(hash, 23) &* prime2 &+ prime3
            position += 4
        }
        while position < bytes.count {
            hash ^= UInt64(bytes[position]) &* prime5
            hash = rotate(hash, 11) &* prime1
            position += 1
        }
        return hash
    }

    private static func avalanche(_ value: UInt64) -> UInt64 {
        var hash = value
        hash = (hash ^ hash >> 33) &* prime2
        hash = (hash ^ hash >> 29) &* prime3
        return hash ^ hash >> 32
    }

    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotate(lane &+ word &* prime2, 31) &* prime1
    }

    private static func merge(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
        (hash ^ round(0, lane)) &* prime1 &+ prime4
    }

    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 { value << count | value >> (64 - count) }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
