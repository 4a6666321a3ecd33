/// The header list of a request, with what gRPC reads from it.
public struct GRPCRequestHead: Hashable, Sendable {
    /// ":path", as it came.
    public var path: String
    /// The service name, for example "envoy.service.endpoint.v3.EndpointDiscoveryService".
    public var service: String
    /// The method name, for example "StreamEndpoints".
    public var method: String
    /// ":authority"; arbitrary, Envoy sends its cluster's name (XP-H10).
    public var authority: String
    /// The content type as it came.
    public var contentType: String
    /// `grpc-timeout`; nil waits for ever (XP-H13).
    public var timeout: GRPCTimeout?
    /// `grpc-encoding` (XP-H17).
    public var encoding: String?
    /// Whether "te: trailers" was there; proxies may drop it (XP-H12).
    public var acceptsTrailers: Bool
    /// All fields but the pseudo ones, in order, duplicates included (XP-H21).
    public var metadata: [HTTPField]
}
