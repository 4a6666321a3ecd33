/// The bounds on the number of points of a hash ring.
public struct RingSizes: Hashable, Sendable {
    /// `minimum_ring_size`.
    public var minimum: UInt64
    /// `maximum_ring_size`.
    public var maximum: UInt64

    /// Creates bounds; the defaults are Envoy's.
    public init(minimum: UInt64 = 1024, maximum: UInt64 = 8_388_608) {
        self.minimum = minimum
        self.maximum = maximum
    }

    /// The bounds within which gRPC keeps its rings: `RingHashLb`'s cap of 4096 (gRFC A42).
    var cappedByGRPC: RingSizes { RingSizes(minimum: min(minimum, 4096), maximum: min(maximum, 4096)) }
}
