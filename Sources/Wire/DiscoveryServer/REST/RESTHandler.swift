internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel
internal import NIOCore
internal import TextFormats

/// The handler of `POST /v3/discovery:endpoints`: a DiscoveryRequest as JSON in, a DiscoveryResponse as JSON out (XP-R1
/// to XP-R10).
struct RESTHandler: HTTPRequestHandler {
    static let endpointsPath = "/v3/discovery:endpoints"

    let holder: CurrentState
    let options: DiscoveryOptions
    let telemetry: ServerTelemetry

    /// Decides by the path; requests that are neither REST nor gRPC are handled here too, with status 404 (XP-R5).
    func handles(_ request: HTTPRequestHead) -> Bool {
        if Self.path(of: request) == Self.endpointsPath { return true }
        let type = request.firstValue(of: "content-type") ?? ""
        return !type.hasPrefix("application/grpc") && !ServiceName.owns(path: request.path)
    }

    func respond(to request: HTTPRequestHead, body: ByteBuffer, exchange: HTTPServerExchange) {
        guard Self.path(of: request) == Self.endpointsPath else {
            return refuse(exchange, 404, .notFound, "expected POST \(Self.endpointsPath)")
        }
        guard request.method == "POST" else {
            return refuse(exchange, 405, .unimplemented, "expected POST", fields: [HTTPField("allow", "POST")])
        }
        let type = request.firstValue(of: "content-type") ?? "application/json"
        guard type.hasPrefix("application/json") else {
            return refuse(exchange, 415, .invalidArgument, "expected content-type application/json")
        }
        do throws(MessageError) {
            try answer(body, to: request, on: exchange)
        } catch {
            // XP-R6: 413 for an exceeded limit, 400 for every other error.
            refuse(exchange, error.code == .limitExceeded ? 413 : 400, .invalidArgument, "\(error)")
        }
    }

    private func answer(
        _ body: ByteBuffer,
        to request: HTTPRequestHead,
        on exchange: HTTPServerExchange
    ) throws(MessageError) {
        let json = try parse(body)
        let message = try DiscoveryRequestMessage(json: json, limits: options.limits)
        if let rejection = options.rejection(ofType: message.typeURL) {
            return refuse(exchange, 400, rejection.code, rejection.message)
        }
        let node = try message.decodeNode(limits: options.limits) ?? EnvoyNode()
        if let rejection = options.rejection(of: node) {
            return refuse(exchange, 400, rejection.code, rejection.message)
        }
        let poll = RESTPoll(
            exchange,
            names: message.resourceNames,
            node: node,
            version: message.versionInfo,
            options: options,
            holder: holder,
            telemetry: telemetry
        )
        poll.begin(waitingFor: options.longPolls ? Self.patience(of: request) : nil)
    }

    private func parse(_ body: ByteBuffer) throws(MessageError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: Array(body.readableBytesView), limits: options.limits.json)
        } catch {
            throw MessageError(error)
        }
    }

    private func refuse(
        _ exchange: HTTPServerExchange,
        _ status: Int,
        _ code: GRPCStatus.Code,
        _ message: String,
        fields: [HTTPField] = []
    ) {
        exchange.respond(
            status: status,
            fields: [HTTPField("content-type", "application/json")] + fields,
            body: [RESTPoll.error(code, message)]
        )
    }

    private static func path(of request: HTTPRequestHead) -> String {
        String(request.path.prefix { $0 != "?" })
    }

    /// Returns the client's timeout minus 10 % for the response; nil if it sends none (XP-R8).
    private static func patience(of request: HTTPRequestHead) -> TimeAmount? {
        guard let text = request.firstValue(of: "x-envoy-expected-rq-timeout-ms"), let milliseconds = Int64(text),
            milliseconds > 0
        else { return nil }
        return .milliseconds(min(milliseconds, 60_000) * 9 / 10)
    }
}
