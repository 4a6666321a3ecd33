internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// An open watch.
final class TestWatcher: Sendable {
    let id: Int
    let resource: String
    let version: String
    /// The selector, applied to all objects of the resource.
    let selects: @Sendable (TestJSON) -> Bool
    /// Only newer changes are sent.
    let from: Int
    /// A Boolean value that indicates whether nothing is ever sent.
    let isSilent: Bool

    private struct State {
        var channel: (any Channel)?
        /// The lines that were queued before there was a channel.
        var waiting: [String] = []
        /// A Boolean value that indicates whether nothing may follow: the connection serves another request, or none.
        var isOver = false
        var isDropped = false
    }

    private let state = Mutex(State())

    init(
        id: Int,
        resource: String,
        version: String,
        from: Int,
        isSilent: Bool = false,
        selects: @escaping @Sendable (TestJSON) -> Bool
    ) {
        self.id = id
        self.resource = resource
        self.version = version
        self.from = from
        self.isSilent = isSilent
        self.selects = selects
    }

    /// The end of a watch.
    enum End {
        /// The server ended it after its time.
        case regular
        /// The connection was closed.
        case dropped
    }

    /// Removes and returns the lines that were sent without a channel, and the end of the watch if there is one.
    func takeWaiting() -> (lines: [String], end: End?) {
        state.withLock { state in
            defer { state.waiting = [] }
            return (state.waiting, state.isOver ? (state.isDropped ? .dropped : .regular) : nil)
        }
    }

    /// Records that the head of the response is sent: lines may follow.
    func open(on channel: any Channel) {
        state.withLock { state in
            state.channel = channel
            guard !state.isDropped else { return channel.close(promise: nil) }
            for line in state.waiting { Self.write(line + "\n", to: channel) }
            state.waiting = []
            // It ended before the response began.
            if state.isOver { channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil) }
        }
    }

    func send(_ line: String) {
        state.withLock { state in
            guard !state.isOver else { return }
            guard let channel = state.channel else {
                state.waiting.append(line)
                return
            }
            Self.write(line + "\n", to: channel)
        }
    }

    /// Ends the watch like a server after its timeout.
    func end() {
        state.withLock { state in
            guard !state.isOver else { return }
            state.isOver = true
            state.channel?.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }
    }

    /// Closes the connection, optionally within a line.
    func drop(within line: String?) {
        state.withLock { state in
            guard !state.isOver else { return }
            (state.isOver, state.isDropped) = (true, true)
            guard let channel = state.channel else { return }
            guard let line else { return channel.close(promise: nil) }
            Self.write(String(line.prefix(line.count / 2)), to: channel)
                .whenComplete { _ in channel.close(promise: nil) }
        }
    }

    @discardableResult
    private static func write(_ text: String, to channel: any Channel) -> EventLoopFuture<Void> {
        channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))))
    }
}
