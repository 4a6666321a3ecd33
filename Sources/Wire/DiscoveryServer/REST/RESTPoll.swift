internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel
internal import NIOCore
internal import TextFormats

/// One REST request, answered at once or when the requested resources change (XP-R6, XP-R8).
///
/// Confined to one event loop.
final class RESTPoll: MeshSubscriber {
    private let exchange: HTTPServerExchange
    private let names: [String]
    private let node: EnvoyNode
    private let version: String
    private let options: DiscoveryOptions
    private let holder: CurrentState
    private let telemetry: ServerTelemetry
    private var timer: Scheduled<Void>?

    init(
        _ exchange: HTTPServerExchange,
        names: [String],
        node: EnvoyNode,
        version: String,
        options: DiscoveryOptions,
        holder: CurrentState,
        telemetry: ServerTelemetry
    ) {
        self.telemetry = telemetry
        self.holder = holder
        self.exchange = exchange
        self.names = names
        self.node = node
        self.version = version
        self.options = options
    }

    /// Sends the response, at once or after a change; 304 after the timeout.
    func begin(waitingFor patience: TimeAmount?) {
        guard !answerIfChanged(in: holder.current) else { return }
        guard let patience else { return exchange.respond(status: 304) }
        let connection = ConnectionContext.of(exchange.connection, peer: exchange.peer.identity)
        let id = exchange.id
        connection.add(self, stream: id)
        telemetry.metrics.recordOpened(.poll)
        timer = exchange.eventLoop.assumeIsolated().scheduleTask(in: patience) {
            // Without a change the client keeps its resources and counts no failure (XP-E71).
            self.exchange.respond(status: 304)
        }
        exchange.onClose = { _ in
            connection.remove(stream: id)
            self.telemetry.metrics.recordClosed(.poll)
            self.timer?.cancel()
            self.timer = nil
        }
    }

    func meshChanged(to state: ServedState) { _ = answerIfChanged(in: state) }

    private func answerIfChanged(in state: ServedState) -> Bool {
        guard exchange.isOpen else { return true }
        if let rejection = holder.rejection(of: exchange.peer.identity, as: node) {
            respond(with: rejection)
            return true
        }
        let answer = FetchAnswer(names: names, node: node, state: state, options: options, form: .json)
        guard answer.version != version else { return false }
        let type = [HTTPField("content-type", "application/json")]
        do throws(MessageError) {
            exchange.respond(status: 200, fields: type, body: try answer.json())
        } catch {
            exchange.respond(status: 500, fields: type, body: [Self.error(.internal, "\(error)")])
        }
        return true
    }

    /// Responds with the rejection of an unauthorized client (XP-R6).
    private func respond(with rejection: GRPCStatus) {
        exchange.respond(
            status: rejection.code == .unauthenticated ? 401 : 403,
            fields: [HTTPField("content-type", "application/json")],
            body: [Self.error(rejection.code, rejection.message)]
        )
    }

    /// Encodes an error as JSON: a google.rpc.Status.
    static func error(_ code: GRPCStatus.Code, _ message: String) -> ByteBuffer {
        let status: JSONValue = .object([
            .init("code", .number(JSONNumber(code.rawValue))), .init("message", .string(message)),
        ])
        return ByteBuffer(string: status.text())
    }
}
