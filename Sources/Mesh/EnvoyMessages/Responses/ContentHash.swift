internal import MeshModel

/// A 64-bit hash of bytes: XXH64 with seed 0.
///
/// It depends only on the bytes, so two replicas, or one before and after a restart, compute the same version for the
/// same content (XP-V2, XP-V5). It does not resist a search for collisions: use it only for bytes that we encoded
/// ourselves.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
    /// The hash.
    public let value: UInt64

    /// Hashes an array.
    public init(_ bytes: [UInt8]) { value = XXHash64.hash(bytes) }

    /// Hashes a buffer.
    ///
    /// - Complexity: O(*n*), about the speed of memory.
    public init(_ bytes: UnsafeRawBufferPointer) { value = XXHash64.hash(bytes) }

    /// Sixteen lower-case hexadecimal digits.
    public var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
