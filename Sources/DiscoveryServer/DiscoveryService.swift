internal import GRPCTransport
internal import Logging

/// Finds the handler of a discovery call by its path (section 16 of the protocol notes).
struct DiscoveryService: GRPCService {
    let holder: MeshHolder
    let options: DiscoveryOptions
    let health: HealthService
    /// Nil unless it is wanted: it tells everything about everybody.
    let clientStatus: ClientStatusService?
    /// Nil unless it is wanted.
    let reflection: ReflectionService?
    let logger: Logger

    func makeHandler(
        path: String,
        request: GRPCRequestHead,
        stream: GRPCServerStream
    ) -> (any GRPCStreamHandler)? {
        var logger = logger
        logger[metadataKey: "stream"] = "\(stream.peer.connectionID)/\(stream.id)"
        switch path {
        case "/envoy.service.endpoint.v3.EndpointDiscoveryService/StreamEndpoints":
            return DiscoveryStream<SotwDialect>(
                stream,
                kind: .endpoints,
                holder: holder,
                options: options,
                subscription: options.sotw,
                logger: logger
            )
        case "/envoy.service.endpoint.v3.EndpointDiscoveryService/DeltaEndpoints":
            return DiscoveryStream<DeltaDialect>(
                stream,
                kind: .endpoints,
                holder: holder,
                options: options,
                subscription: options.delta(isAggregated: false),
                logger: logger
            )
        case "/envoy.service.endpoint.v3.EndpointDiscoveryService/FetchEndpoints":
            return FetchStream(stream, holder: holder, options: options)
        case "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources":
            return DiscoveryStream<SotwDialect>(
                stream,
                kind: .aggregated,
                holder: holder,
                options: options,
                subscription: options.sotw,
                logger: logger
            )
        case "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources":
            return DiscoveryStream<DeltaDialect>(
                stream,
                kind: .aggregated,
                holder: holder,
                options: options,
                subscription: options.delta(isAggregated: true),
                logger: logger
            )
        default:
            return health.makeHandler(path: path, request: request, stream: stream)
                ?? clientStatus?.makeHandler(path: path, request: request, stream: stream)
                ?? reflection?.makeHandler(path: path, request: request, stream: stream)
        }
    }
}
