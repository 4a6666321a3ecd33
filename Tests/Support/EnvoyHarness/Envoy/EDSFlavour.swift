/// The ways in which Envoy can fetch its endpoints.
public enum EDSFlavour: Hashable, Sendable {
    /// A gRPC stream per cluster, state of the world (`StreamEndpoints`).
    case sotw
    /// A gRPC stream per cluster, incremental (`DeltaEndpoints`).
    case delta
    /// One aggregated gRPC stream, state of the world (`StreamAggregatedResources`).
    case adsSotw
    /// One aggregated gRPC stream, incremental (`DeltaAggregatedResources`).
    case adsDelta
    /// Polling over REST with JSON, once a second, over HTTP/1.1, Envoy's default (XP-E70).
    case rest
    /// The same over HTTP/2 (XP-E72).
    case restHTTP2
    /// Files in a folder, see ``EndpointFiles``.
    case file(directory: String)

    /// The flavours with a management server.
    public static let served: [EDSFlavour] = [.sotw, .delta, .adsSotw, .adsDelta, .rest, .restHTTP2]
}
