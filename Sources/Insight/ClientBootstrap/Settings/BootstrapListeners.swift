/// The listeners of a bootstrap: none, or one on 127.0.0.1 for each cluster.
public enum BootstrapListeners: Hashable, Sendable {
    /// No listener.
    case none
    /// Ports that the operating system chooses; Envoy's `/listeners` lists them.
    case free
    /// Consecutive ports from this one on, in the order of the clusters.
    case ports(first: Int)
}
