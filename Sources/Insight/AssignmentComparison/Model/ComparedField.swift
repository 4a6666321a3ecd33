/// A property of a host, a locality or a cluster other than the address.
public enum ComparedField: String, CaseIterable, Comparable, Sendable {
    /// The network of a host, or the one behind a gateway.
    case network
    /// Region, zone and subzone.
    case locality
    /// The priority; 0 is the best.
    case priority
    /// The health of a host.
    case health
    /// The weight of a host among those of its locality.
    case weight
    /// The weight of a locality among those of its priority.
    case localityWeight = "locality-weight"
    /// The metadata of a host for filters and transport sockets.
    case metadata
    /// The name of a host in health checks and TLS.
    case hostname
    /// Further addresses of the same host.
    case additionalAddresses = "additional-addresses"
    /// The policy of the whole cluster: drops, overprovisioning, staleness.
    case policy

    /// Orders as declared, which is the order of output.
    public static func < (left: ComparedField, right: ComparedField) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
