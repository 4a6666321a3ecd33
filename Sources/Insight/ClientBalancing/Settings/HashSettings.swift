/// The settings of RING_HASH and MAGLEV.
public struct HashSettings: Hashable, Sendable {
    /// The hash of a ring's points.
    public enum Function: String, Hashable, Sendable {
        /// `XX_HASH`.
        case xxHash = "XX_HASH"
        /// `MURMUR_HASH_2`.
        case murmurHash2 = "MURMUR_HASH_2"
    }

    /// The bounds on the ring's size.
    public var ring: RingSizes
    /// The hash of the ring's points.
    public var function: Function
    /// `table_size` of MAGLEV.
    public var tableSize: Int
    /// `use_hostname_for_hashing`.
    public var usesHostnames: Bool

    /// Creates settings; the defaults are Envoy's.
    public init(
        ring: RingSizes = RingSizes(),
        function: Function = .xxHash,
        tableSize: Int = 65537,
        usesHostnames: Bool = false
    ) {
        self.ring = ring
        self.function = function
        self.tableSize = tableSize
        self.usesHostnames = usesHostnames
    }
}
