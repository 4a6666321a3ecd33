package import DiscoveryServer
import GRPCTransport

extension DiscoveryServer {
    /// Counts the open streams.
    ///
    /// - Parameter expected: counts again until this number is reached, because the server may not know of all ends
    ///   yet.
    package func openStreams(until expected: Int? = nil) async throws -> Int {
        while true {
            let count = try await connections.countStreams()
            if expected == nil || count == expected { return count }
            await Task.yield()
        }
    }
}
