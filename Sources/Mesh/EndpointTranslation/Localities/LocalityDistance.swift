internal import MeshModel

/// How far a locality is from a proxy, as failover by region counts it (EG-P11, EG-P12).
public enum LocalityDistance: UInt32, Sendable {
    /// Region, zone and subzone are the proxy's.
    case sameSubzone = 0
    /// Region and zone are the proxy's.
    case sameZone = 1
    /// The region is the proxy's.
    case sameRegion = 2
    /// Another region, and the one to fail over to where one is named.
    case failoverRegion = 3
    /// Another region than the one to fail over to.
    case elsewhere = 4

    /// Measures a distance.
    ///
    /// - Parameter failoverRegion: the region that the proxy's region is to fail over to; nil when none is named.
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
