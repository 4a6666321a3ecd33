internal import DiscoveryServer
internal import NIOCore

/// Notifies pages of topics that may have changed, so that they request them again.
///
/// Confined to the event loop of the admin server. The pending topics of a page are a set of a few bits: a browser that
/// does not
/// read costs no memory, and repeated changes are one event.
final class EventHub {
    private struct Listener {
        let connection: AdminConnection
        var pending: ServerActivity.Topics = []
        var lastTaken: NIODeadline
    }

    /// The maximum number of pages.
    static let maximumListeners = 32
    private static let interval = TimeAmount.milliseconds(200)
    /// The time after which a page without events receives a comment, and one that does not read is dropped.
    private static let silence = TimeAmount.seconds(15)

    private let activity: ServerActivity
    private let loop: any EventLoop
    private var listeners: [ObjectIdentifier: Listener] = [:]
    private var ticker: Scheduled<Void>?

    init(_ activity: ServerActivity, on loop: any EventLoop) {
        self.activity = activity
        self.loop = loop
    }

    /// The number of subscribed pages.
    var count: Int { listeners.count }

    /// Subscribes a page.
    ///
    /// - Returns: `false` if there are too many pages.
    func add(_ connection: AdminConnection) -> Bool {
        guard listeners.count < Self.maximumListeners else { return false }
        if listeners.isEmpty { start() }
        listeners[ObjectIdentifier(connection)] = Listener(connection: connection, lastTaken: .now())
        return true
    }

    /// Removes a page.
    func remove(_ connection: AdminConnection) {
        listeners[ObjectIdentifier(connection)] = nil
        if listeners.isEmpty {
            ticker?.cancel()
            ticker = nil
        }
    }

    /// Sends pending events of a page that can be written to again.
    func flush(_ connection: AdminConnection) {
        guard var listener = listeners[ObjectIdentifier(connection)] else { return }
        Self.notify(&listener, at: .now())
        listeners[ObjectIdentifier(connection)] = listener
    }

    private func start() {
        _ = activity.take()
        tickLater()
    }

    private func tickLater() {
        ticker = loop.assumeIsolated().scheduleTask(in: Self.interval) {
            self.tick()
            if !self.listeners.isEmpty { self.tickLater() }
        }
    }

    private func tick() {
        let topics = activity.take()
        let now = NIODeadline.now()
        for (id, var listener) in listeners {
            listener.pending.formUnion(topics)
            Self.notify(&listener, at: now)
            listeners[id] = listener
            if !listener.connection.isWritable, now - listener.lastTaken > Self.silence { listener.connection.drop() }
        }
    }

    private static func notify(_ listener: inout Listener, at now: NIODeadline) {
        guard listener.connection.isWritable else { return }
        if !listener.pending.isEmpty {
            let names = listener.pending.names.map { "\"\($0)\"" }.joined(separator: ",")
            listener.connection.write("event: changed\ndata: [\(names)]\n\n")
            (listener.pending, listener.lastTaken) = ([], now)
        } else if now - listener.lastTaken > silence {
            listener.connection.write(": keepalive\n\n")
            listener.lastTaken = now
        }
    }
}

extension ServerActivity.Topics {
    /// The names of the topics in events.
    var names: [String] {
        let all: [(ServerActivity.Topics, String)] = [
            (.clients, "clients"), (.pushes, "pushes"), (.rejections, "rejections"), (.mesh, "mesh"),
            (.sources, "sources"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
