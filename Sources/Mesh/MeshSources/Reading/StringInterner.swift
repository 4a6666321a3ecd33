/// Shares the storage of equal long texts.
///
/// Manifests repeat the same keys, names and images thousands of times. A direct-mapped table of fixed size keeps the
/// latest text for each hash: bounded memory, no growth, and a miss costs only a new string.
struct StringInterner {
    private static let slots = 1 << 13
    /// Shorter texts are stored within the string itself, longer ones rarely repeat.
    private static let lengths = 16...120
    private var table = [String](repeating: "", count: slots)

    mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard Self.lengths.contains(bytes.count) else { return String(decoding: bytes, as: UTF8.self) }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let slot = Int(truncatingIfNeeded: hash ^ (hash >> 29)) & (Self.slots - 1)
        if table[slot].utf8.count == bytes.count, table[slot].utf8.elementsEqual(bytes) { return table[slot] }
        let string = String(decoding: bytes, as: UTF8.self)
        table[slot] = string
        return string
    }
}
