internal import EndpointTranslation
internal import Synchronization

/// The cluster names that streams are subscribed to now, by host; safe to use from any thread.
///
/// It determines which names a change of hosts can concern. Every stream adds its names and removes them when it ends,
/// so the size is bounded by the limits of subscriptions.
final class SubscribedNames: Sendable {
    /// The number of streams of each name, by host.
    private let streams = Mutex<[String: [String: Int]]>([:])

    /// Changes the names of one stream.
    ///
    /// - Parameters:
    ///   - added: the names that it subscribed to; the wildcard has no effect.
    ///   - removed: the names that it unsubscribed from, after `added`.
    func change(adding added: [String], removing removed: [String] = []) {
        guard !added.isEmpty || !removed.isEmpty else { return }
        let added = added.map { (host: ClusterName($0).hostname, name: $0) }
        let removed = removed.map { (host: ClusterName($0).hostname, name: $0) }
        streams.withLock { streams in
            for (host, name) in added { streams[host, default: [:]][name, default: 0] += 1 }
            for (host, name) in removed {
                guard let count = streams[host]?[name] else { continue }
                streams[host]?[name] = count > 1 ? count - 1 : nil
                if streams[host]?.isEmpty == true { streams[host] = nil }
            }
        }
    }

    /// Returns the subscribed names of hosts, ascending.
    func names(of hosts: Set<String>) -> [String] {
        streams.withLock { streams in hosts.flatMap { host in streams[host].map { Array($0.keys) } ?? [] } }.sorted()
    }
}
