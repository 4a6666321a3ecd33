import GRPCTransport

@testable import DiscoveryServer

extension DiscoveryServer {
    /// The streams open now.
    ///
    /// - Parameter expected: asks again until there are as many, for ends that the server has yet to hear of.
    func openStreams(until expected: Int? = nil) async throws -> Int {
        while true {
            let count = try await connections.countStreams()
            if expected == nil || count == expected { return count }
            await Task.yield()
        }
    }
}
