internal import DiscoveryServer
internal import NIOCore

/// Tells pages what may be different, so that they ask for it anew.
///
/// Confined to the one event loop of the admin server. What a page was not told yet is a set of a few bits: a browser
/// that takes nothing costs no memory, and is told once of what happened ten times.
final class EventHub {
    private struct Listener {
        let connection: AdminConnection
        var pending: ServerActivity.Topics = []
        var lastTaken: NIODeadline
    }

    /// The most pages at once.
    static let maximumListeners = 32
    private static let interval = TimeAmount.milliseconds(200)
    /// Time after which a silent page is sent a comment, and one that takes nothing is dropped.
    private static let silence = TimeAmount.seconds(15)

    private let activity: ServerActivity
    private let loop: any EventLoop
    private var listeners: [ObjectIdentifier: Listener] = [:]
    private var ticker: Scheduled<Void>?

    init(_ activity: ServerActivity, on loop: any EventLoop) {
        self.activity = activity
        self.loop = loop
    }

    /// How many pages listen.
    var count: Int { listeners.count }

    /// A page wants to be told.
    ///
    /// - Returns: false when there are too many.
    func add(_ connection: AdminConnection) -> Bool {
        guard listeners.count < Self.maximumListeners else { return false }
        if listeners.isEmpty { start() }
        listeners[ObjectIdentifier(connection)] = Listener(connection: connection, lastTaken: .now())
        return true
    }

    /// A page is gone.
    func remove(_ connection: AdminConnection) {
        listeners[ObjectIdentifier(connection)] = nil
        if listeners.isEmpty {
            ticker?.cancel()
            ticker = nil
        }
    }

    /// A page may be told again.
    func flush(_ connection: AdminConnection) {
        guard var listener = listeners[ObjectIdentifier(connection)] else { return }
        Self.tell(&listener, at: .now())
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
            Self.tell(&listener, at: now)
            listeners[id] = listener
            if !listener.connection.isWritable, now - listener.lastTaken > Self.silence { listener.connection.drop() }
        }
    }

    private static func tell(_ listener: inout Listener, at now: NIODeadline) {
        guard listener.connection.isWritable else { return }
        if !listener.pending.isEmpty {
            let names = listener.pending.names.map { "\"\($0)\"" }.joined(separator: ",")
            listener.connection.write("event: changed\ndata: [\(names)]\n\n")
            (listener.pending, listener.lastTaken) = ([], now)
        } else if now - listener.lastTaken > silence {
            listener.connection.write(": still here\n\n")
            listener.lastTaken = now
        }
    }
}

extension ServerActivity.Topics {
    /// What pages call them.
    var names: [String] {
        let all: [(ServerActivity.Topics, String)] = [
            (.clients, "clients"), (.pushes, "pushes"), (.rejections, "rejections"), (.mesh, "mesh"),
            (.sources, "sources"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
