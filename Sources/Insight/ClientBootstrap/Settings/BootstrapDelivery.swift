/// The way in which a client gets its assignments.
public enum BootstrapDelivery: Hashable, Sendable {
    /// One aggregated gRPC stream, state of the world.
    case aggregated
    /// One aggregated gRPC stream, incremental.
    case deltaAggregated
    /// A gRPC stream for each cluster, state of the world.
    case stream
    /// A gRPC stream for each cluster, incremental.
    case deltaStream
    /// Polling over HTTP/1.1 with JSON.
    case rest
    /// A file for each cluster in a folder, by the name of the cluster; a renamed file is read again.
    case files(folder: String, names: [String: String])
}
