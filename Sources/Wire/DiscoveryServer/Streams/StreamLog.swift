internal import DiscoveryProtocol
internal import GRPCTransport
internal import Logging
internal import MeshModel
internal import MeshViews

/// The log of one discovery stream: constant messages, with the node of the stream and all else as metadata.
struct StreamLog {
    private var logger: Logger

    init(_ logger: Logger) { self.logger = logger }

    /// Adds the node to all later messages.
    mutating func identify(_ node: String) { logger[metadataKey: "node"] = "\(node.prefix(120))" }

    /// Logs the start of a stream, with the properties of its proxy and their source.
    func opened(_ proxy: Proxy, by source: NodeResolution.Source) {
        let details: Logger.Metadata = [
            "network": "\(proxy.network)", "cluster": "\(proxy.cluster)", "namespace": "\(proxy.namespace)",
            "known": "\(source.word)",
        ]
        switch source {
        case .metadata: logger.info("stream opened", metadata: details)
        case .configured: logger.info("stream opened; node completed from proxies.yaml", metadata: details)
        case .default:
            logger.notice(
                "stream opened; node sends no metadata and is not in proxies.yaml: assumed a sidecar of namespace default",
                metadata: details
            )
        }
    }

    /// Logs a request, at a higher level if it rejects a response.
    func received(_ outcome: RequestOutcome, _ typeURL: String) {
        switch outcome.verdict {
        case .rejected(let detail), .staleRejection(let detail):
            logger.warning(
                "client rejected a response",
                metadata: ["type": "\(typeURL)", "code": "\(detail.code)", "text": "\(detail.message.prefix(512))"]
            )
        case .subscription, .acknowledged, .refresh, .stale, .refused:
            logger.debug("request", metadata: ["verdict": "\(outcome.verdict)", "added": "\(outcome.added.count)"])
        }
    }

    /// Logs an assignment that is not sent because of its size.
    func withheld(_ name: String, bytes: Int, limit: Int) {
        logger.warning(
            "assignment is too large for the client; it keeps the previous one",
            metadata: ["resource": "\(name)", "bytes": "\(bytes)", "limit": "\(limit)"]
        )
    }

    /// Logs that a client did not acknowledge a response in time.
    func acknowledgementTimedOut(_ nonce: String?) {
        logger.warning("acknowledgement timed out", metadata: ["nonce": "\(nonce ?? "")"])
    }

    /// Logs the error that ends a stream.
    func rejected(_ status: GRPCStatus) {
        logger.warning("stream rejected", metadata: ["status": "\(status.code)", "text": "\(status.message)"])
    }

    /// Logs the end of a stream on one line, with its counts (XP-O5).
    ///
    /// - Parameters:
    ///   - reason: the reason of the end.
    ///   - statistics: the counts.
    ///   - isIdentified: a Boolean value that indicates whether the client named its node.
    func closed(_ reason: StreamCloseReason, _ statistics: StreamStatistics, isIdentified: Bool) {
        logger.log(
            level: isIdentified ? .info : .debug,
            "stream closed",
            metadata: [
                "reason": "\(reason)", "seconds": "\((WallClock.milliseconds() - statistics.openedAt) / 1_000)",
                "pushes": "\(statistics.pushes)", "acks": "\(statistics.acknowledgements)",
                "nacks": "\(statistics.rejections)",
                "bytes": "\(statistics.bytes)",
            ]
        )
    }
}
