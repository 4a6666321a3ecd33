/// Something of a proxy that a translation may read.
public enum ProxyField: UInt8, CaseIterable, Hashable, Sendable {
    /// Sidecar, router or waypoint.
    case kind
    /// The address families that it reaches.
    case addressMode
    /// The network that it is in.
    case network
    /// The cluster that it runs in.
    case cluster
    /// The namespace whose configuration it uses.
    case namespace
    /// The networks that it asked to see.
    case networkView
    /// The node that it runs on.
    case nodeName
    /// Where it is.
    case locality
    /// All labels together.
    case labels
    /// Whether it may open HBONE tunnels.
    case sendsHBONE
}
