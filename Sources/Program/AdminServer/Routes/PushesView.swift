internal import DiscoveryServer
internal import NIOHTTP1
internal import TextFormats

/// `/debug/pushes`: the last states with the time to their last acknowledgement.
struct PushesView {
    private let server: DiscoveryServer

    init(_ server: DiscoveryServer) { self.server = server }

    func respond() -> AdminResponse {
        .json(.members(["formatVersion": .whole(1), "pushes": .array(server.pushes.map(Self.json))]))
    }

    private static func json(_ push: PushSummary) -> JSONValue {
        .members([
            "state": .whole(push.number), "time": .whole(push.time), "because": .string(push.reason),
            "changedHosts": push.changedHosts.json, "sent": .whole(push.sent), "acked": .whole(push.acknowledged),
            "nacked": .whole(push.rejected), "lost": .whole(push.lost), "bytes": .whole(push.bytes),
            "lastAckMilliseconds": push.nanosecondsToLastAcknowledgement.map { .decimal(Double($0 / 1_000) / 1_000) },
        ])
    }
}
