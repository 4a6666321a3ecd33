/// A property of a proxy that a translation may read.
public enum ProxyField: UInt8, CaseIterable, Hashable, Sendable {
    /// Sidecar, router or waypoint.
    case kind
    /// The reachable address families.
    case addressMode
    /// The network.
    case network
    /// The cluster.
    case cluster
    /// The namespace of its configuration.
    case namespace
    /// The node.
    case nodeName
    /// The locality.
    case locality
    /// All labels together.
    case labels
    /// The permission to open HBONE tunnels.
    case sendsHBONE
    /// The implementation of xDS.
    case client
}
