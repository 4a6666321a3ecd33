internal import EnvoyMessages
internal import GRPCTransport

/// A stream that reports the resources of its client.
protocol ClientStatusReporting: AnyObject {
    /// Returns the resources of the stream's client, or nil if the request does not match it (XP-O3).
    ///
    /// - Parameter asker: the requesting client; nodes that it may not claim are omitted.
    func clientStatus(_ request: ClientStatusRequestMessage, for asker: PeerIdentity?) -> ClientConfigMessage?

    /// Returns the resources of the stream's client for the administrator; nil if the client is not identified yet.
    func report(_ query: ClientQuery) -> ClientReport?
}
