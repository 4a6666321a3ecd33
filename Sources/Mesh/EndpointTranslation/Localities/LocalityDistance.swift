internal import MeshModel

/// The distance of a locality from a proxy, for failover by region (EG-P11, EG-P12).
public enum LocalityDistance: UInt32, Sendable {
    /// Region, zone and subzone are the proxy's.
    case sameSubzone = 0
    /// Region and zone are the proxy's.
    case sameZone = 1
    /// The region is the proxy's.
    case sameRegion = 2
    /// Another region, which is the failover region if there is one.
    case failoverRegion = 3
    /// Another region than the failover region.
    case elsewhere = 4

    /// Computes a distance.
    ///
    /// - Parameter failoverRegion: the failover region of the proxy's region, or `nil` without one.
    init(from proxy: Locality, to place: Locality, failoverRegion: String?) {
        if place.region != proxy.region {
            self = failoverRegion == nil || failoverRegion == place.region ? .failoverRegion : .elsewhere
        } else if place.zone != proxy.zone {
            self = .sameRegion
        } else {
            self = place.subzone == proxy.subzone ? .sameSubzone : .sameZone
        }
    }
}
