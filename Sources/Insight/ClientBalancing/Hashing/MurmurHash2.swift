/// The 64-bit MurmurHash2 with the seed of libstdc++'s `std::hash`, the alternative `hash_function` of Envoy's rings.
///
/// Source: envoy/source/common/common/hash.cc (`MurmurHash::murmurHash2`).
enum MurmurHash2 {
    private static let multiplier: UInt64 = 0xC6A4_A793_5BD1_E995
    private static let seed: UInt64 = 0xC70F_6907

    /// Hashes a text's UTF-8 bytes.
    static func hash(_ text: String) -> UInt64 {
        let bytes = [UInt8](text.utf8)
        var hash = seed ^ UInt64(bytes.count) &* multiplier
        var rest = bytes[...]
        while rest.count >= 8 {
            hash ^= mix(word(rest.prefix(8)) &* multiplier) &* multiplier
            hash &*= multiplier
            rest = rest.dropFirst(8)
        }
        if !rest.isEmpty {
            hash ^= word(rest)
            hash &*= multiplier
        }
        return mix(mix(hash) &* multiplier)
    }

    private static func mix(_ value: UInt64) -> UInt64 { value ^ value >> 47 }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
