/// The header list of a request, with the fields that gRPC defines.
public struct GRPCRequestHead: Hashable, Sendable {
    /// The value of ":path", unchanged.
    public var path: String
    /// The service name, for example "envoy.service.endpoint.v3.EndpointDiscoveryService".
    public var service: String
    /// The method name, for example "StreamEndpoints".
    public var method: String
    /// The value of ":authority"; arbitrary, Envoy sends its cluster's name (XP-H10).
    public var authority: String
    /// The content type, unchanged.
    public var contentType: String
    /// The value of `grpc-timeout`; nil means no timeout (XP-H13).
    public var timeout: GRPCTimeout?
    /// The value of `grpc-encoding` (XP-H17).
    public var encoding: String?
    /// A Boolean value that indicates whether "te: trailers" was sent; proxies may drop it (XP-H12).
    public var acceptsTrailers: Bool
    /// All fields except the pseudo fields, in order, duplicates included (XP-H21).
    public var metadata: [HTTPField]
}
