internal import GRPCTransport
internal import Logging

/// The router of discovery calls by path.
struct DiscoveryService: GRPCService {
    let holder: CurrentState
    let options: DiscoveryOptions
    let health: HealthService
    /// The client status service; nil if disabled, because it exposes the state of every client.
    let clientStatus: ClientStatusService?
    /// The reflection service; nil if disabled.
    let reflection: ReflectionService?
    let telemetry: ServerTelemetry
    let logger: Logger

    func makeHandler(
        path: String,
        request: GRPCRequestHead,
        stream: GRPCServerStream
    ) -> (any GRPCStreamHandler)? {
        switch path {
        case "/envoy.service.endpoint.v3.EndpointDiscoveryService/StreamEndpoints":
            return open(SotwDialect.self, .endpoints, options.sotw, on: stream)
        case "/envoy.service.endpoint.v3.EndpointDiscoveryService/DeltaEndpoints":
            return open(DeltaDialect.self, .endpoints, options.delta(isAggregated: false), on: stream)
        case "/envoy.service.endpoint.v3.EndpointDiscoveryService/FetchEndpoints":
            let call = FetchCall(holder: holder, options: options, peer: stream.peer.identity)
            return UnaryStream(stream, respond: call.answer)
        case "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources":
            return open(SotwDialect.self, .aggregated, options.sotw, on: stream)
        case "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources":
            return open(DeltaDialect.self, .aggregated, options.delta(isAggregated: true), on: stream)
        default:
            return health.makeHandler(path: path, request: request, stream: stream)
                ?? clientStatus?.makeHandler(path: path, request: request, stream: stream)
                ?? reflection?.makeHandler(path: path, request: request, stream: stream)
        }
    }

    private func open<Dialect: DiscoveryDialect>(
        _: Dialect.Type,
        _ kind: DiscoveryStream<Dialect>.Kind,
        _ subscription: Dialect.Subscription.Options,
        on stream: GRPCServerStream
    ) -> DiscoveryStream<Dialect> {
        var logger = logger
        logger[metadataKey: "stream"] = "\(stream.peer.connectionID)/\(stream.id)"
        return DiscoveryStream(
            stream,
            kind: kind,
            holder: holder,
            options: options,
            subscription: subscription,
            telemetry: telemetry,
            logger: logger
        )
    }
}
