internal import MeshModel

/// One host as an Envoy knows it: of equal addresses the one that is listed first.
struct EnvoyHost {
    let address: String
    /// The position in the assignment.
    let locality: Int
    let endpoint: Int
    let weight: Double
    let health: AnnouncedHealth
    let hashKey: String
    let metadata: [String: MetadataValue]

    var isHealthy: Bool { health == .healthy || health == .unknown }
    var isDegraded: Bool { health == .degraded }
    /// DRAINING hosts are in no total (upstream_impl.cc `excludeBasedOnHealthFlag`).
    var isExcluded: Bool { health == .draining }
}
