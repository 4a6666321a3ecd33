import NIOCore
import Synchronization

/// The open connections of a server, which are closed when it stops.
final class OpenChannels: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    /// Keeps the channel until it closes.
    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        channels.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { _ in
            _ = self.channels.withLock { $0.removeValue(forKey: id) }
        }
    }

    /// Closes the listener first, then all connections, and waits until they are closed.
    func close(with listener: any Channel) async {
        try? await listener.close()
        for channel in channels.withLock({ Array($0.values) }) { try? await channel.close() }
    }
}
