/// One thing that is said of a host, a locality or a cluster, beside the address.
public enum ComparedField: String, CaseIterable, Comparable, Sendable {
    /// The network that a host is in, or that a gateway leads into.
    case network
    /// Region, zone and subzone.
    case locality
    /// The priority; 0 is the best.
    case priority
    /// Whether a host is fit for requests.
    case health
    /// The weight of a host among those of its locality.
    case weight
    /// The weight of a locality among those of its priority.
    case localityWeight = "locality-weight"
    /// What filters and transport sockets read of a host.
    case metadata
    /// The name that a host goes by in health checks and TLS.
    case hostname
    /// Further addresses of the same host.
    case additionalAddresses = "additional-addresses"
    /// What holds for the whole cluster: drops, overprovisioning, staleness.
    case policy

    /// Orders as they are listed here, which is the order in which they are told.
    public static func < (left: ComparedField, right: ComparedField) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
