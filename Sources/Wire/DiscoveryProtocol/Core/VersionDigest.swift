/// The `version_info` of a set of resources: one hash over (name, version) pairs, kept up to date pair by pair.
///
/// Each pair becomes a term, `scramble(scramble(fnv1a64(utf8 of name)) ^ version)`, where `scramble` is the SplitMix64
/// step (add the golden gamma, then its finaliser); the digest is the sum of all terms modulo 2^64. A sum does not
/// depend on the order of the pairs, and a pair is removed by subtracting its term, so an update costs as much as the
/// name that changed, and two replicas with the same content agree (XP-V2, X-133), also after a restart and after a
/// rollback (XP-V7). The digest contains only names and versions (XP-V6).
public struct VersionDigest: Hashable, Sendable {
    private var sum: UInt64 = 0

    /// Makes the digest of no pairs.
    public init() {}

    /// Makes the digest of the given pairs, in any order; each name at most once.
    ///
    /// FetchEndpoints and REST use it to return the same version as the streams (XP-V2).
    public init(_ resources: some Sequence<NamedVersion>) {
        for resource in resources {
            insert(name: resource.name, version: resource.version)
        }
    }

    /// The digest as a version; never empty on the wire, not even without pairs (XP-V8).
    public var version: ContentVersion { ContentVersion(sum) }

    /// Adds a pair that is not in the digest.
    public mutating func insert(name: String, version: ContentVersion) {
        sum &+= Self.term(name: name, version: version)
    }

    /// Removes a pair that is in the digest.
    public mutating func remove(name: String, version: ContentVersion) {
        sum &-= Self.term(name: name, version: version)
    }

    private static func term(name: String, version: ContentVersion) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return scramble(scramble(hash) ^ version.value)
    }

    private static func scramble(_ input: UInt64) -> UInt64 {
        var bits = input &+ 0x9e37_79b9_7f4a_7c15
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}
