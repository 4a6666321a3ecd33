/// A 64-bit hash of bytes: XXH64 with seed 0, as published at <https://github.com/Cyan4973/xxHash>.
///
/// It depends only on the bytes, so two replicas, or one before and after a restart, compute the same version for the
/// same content (XP-V2, XP-V5). It does not resist a search for collisions: use it only for bytes that we encoded
/// ourselves.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    /// The hash.
    public let value: UInt64

    /// Hashes an array.
    public init(_ bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { ContentHash($0) }
    }

    /// Hashes a buffer.
    ///
    /// - Complexity: O(*n*), about the speed of memory.
    public init(_ bytes: UnsafeRawBufferPointer) {
        var position = 0
        var hash: UInt64
        if bytes.count >= 32 {
            var lanes: (UInt64, UInt64, UInt64, UInt64) = (
                Self.prime1 &+ Self.prime2, Self.prime2, 0, 0 &- Self.prime1
            )
            while position + 32 <= bytes.count {
                lanes.0 = Self.round(lanes.0, Self.word(bytes, position))
                lanes.1 = Self.round(lanes.1, Self.word(bytes, position + 8))
                lanes.2 = Self.round(lanes.2, Self.word(bytes, position + 16))
                lanes.3 = Self.round(lanes.3, Self.word(bytes, position + 24))
                position += 32
            }
            hash = Self.rotate(lanes.0, 1) &+ Self.rotate(lanes.1, 7)
            hash = hash &+ Self.rotate(lanes.2, 12) &+ Self.rotate(lanes.3, 18)
            hash = Self.merge(hash, lanes.0)
            hash = Self.merge(hash, lanes.1)
            hash = Self.merge(hash, lanes.2)
            hash = Self.merge(hash, lanes.3)
        } else {
            hash = Self.prime5
        }
        hash = hash &+ UInt64(bytes.count)
        value = Self.avalanche(Self.tail(hash, bytes, position))
    }

    /// Sixteen lower-case hexadecimal digits.
    public var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
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

    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value << count | value >> (64 - count)
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
