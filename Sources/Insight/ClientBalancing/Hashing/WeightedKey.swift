/// One host of a hash table: the text that is hashed, and its part of the whole.
struct WeightedKey: Hashable, Sendable {
    /// The number of the host, as the caller counts.
    let host: Int
    /// The text that is hashed: the address, the host name or the `hash_key` of its metadata.
    let key: String
    /// Its part of the sum of all weights, from 0 to 1.
    let weight: Double
}
